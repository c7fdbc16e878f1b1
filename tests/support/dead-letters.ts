import { idpRows } from "./rows";

/** The relying party that is healthy again: whatever died there arrives when it is retried. */
export const healthyAgain = { id: "12", slug: "eb", name: "EB" };

/** A relying party that is switched off. */
export const switchedOff = { id: "120", name: "Gaon Energy" };

export type KnownDelivery = {
  id: string;
  idempotencyKey: string;
  subject: string | null;
  rowVersion: string;
  payload: string;
};

const columns = `id::text, idempotency_key AS "idempotencyKey", subject, updated_at::text AS "rowVersion", payload::text`;

export async function getDelivery(id: string): Promise<KnownDelivery> {
  const [row] = await idpRows<KnownDelivery>(`SELECT ${columns} FROM webhook_outbox_entries WHERE id = $1`, [id]);
  if (!row) throw new Error(`There is no delivery ${id}.`);
  return row;
}

/** Oldest dead deliveries of a relying party: the pages show the newest first, so these are in nobody's way. */
export async function listDead(relyingPartyId: string, count: number): Promise<KnownDelivery[]> {
  const rows = await idpRows<KnownDelivery>(
    `SELECT ${columns} FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
      AND oauth_application_id = $1 ORDER BY dlq_at, id LIMIT $2`,
    [relyingPartyId, count],
  );
  if (rows.length < count) throw new Error(`${relyingPartyId} has no ${count} dead deliveries.`);
  return rows;
}
