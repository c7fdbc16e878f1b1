import { relyingParties } from "./deliveries";
import { idpRows } from "./rows";

/** Dead deliveries that died alike and of which nobody else knows, each a second apart. @returns their event type */
export async function deadGroup(rows: number, relyingParty: string = relyingParties.podoGames): Promise<string> {
  const event = `replay.${crypto.randomUUID().slice(0, 8)}`;
  await idpRows(
    `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status,
       last_error, enqueued_at, dlq_at, created_at, updated_at)
     SELECT $1, $2, NULL, gen_random_uuid(), '{"type":"test"}', 8, 503, '503 Service Unavailable: no healthy upstream',
            at - interval '32 minutes', at, at - interval '32 minutes', at
       FROM generate_series(1, $3::int) n, LATERAL (SELECT now()::timestamp - interval '2 hours' + n * interval '1 second' AS at) one`,
    [relyingParty, event, rows],
  );
  return event;
}

/** How many of them are where. */
export async function countGroup(event: string): Promise<{ dead: number; delivered: number; pending: number }> {
  const [counted] = await idpRows<{ dead: number; delivered: number; pending: number }>(
    `SELECT count(*) FILTER (WHERE dlq_at IS NOT NULL AND delivered_at IS NULL)::int AS dead,
            count(*) FILTER (WHERE delivered_at IS NOT NULL)::int AS delivered,
            count(*) FILTER (WHERE dlq_at IS NULL AND delivered_at IS NULL)::int AS pending
       FROM webhook_outbox_entries WHERE event_type = $1`,
    [event],
  );
  return counted ?? { dead: 0, delivered: 0, pending: 0 };
}

export const forgetGroup = (event: string): Promise<unknown> =>
  idpRows("DELETE FROM webhook_outbox_entries WHERE event_type = $1", [event]);
