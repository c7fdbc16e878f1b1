import type pg from "pg";

/** Deliveries are judged by their last two minutes. Whatever became of them lately is made older than that, in place of waiting. */
export async function ageDeliveries(idpOwner: pg.Pool): Promise<void> {
  await idpOwner.query(
    `UPDATE webhook_outbox_entries
        SET updated_at = updated_at - interval '3 minutes', dlq_at = dlq_at - interval '3 minutes',
            delivered_at = delivered_at - interval '3 minutes'
      WHERE greatest(updated_at, dlq_at, delivered_at) > (now() AT TIME ZONE 'UTC') - interval '3 minutes'`,
  );
}
