import "server-only";
import type { IdentityProviderDb } from "@/lib/core/db";

/**
 * Rows of one relying party, ids and versions as lists joined by commas; the first row's stamp, UTC without a zone, each further row's a
 * microsecond later.
 */
export type ToRequeue = { relyingPartyId: string; ids: string; versions: string; stamp: string };

/**
 * Puts dead rows back into the outbox, in one statement that commits by itself: each only while it is still the row that was frozen,
 * its relying party is switched on, nobody else holds it, and the deadline has not passed by the IdP's own clock. A row that is held
 * is found again by its place: nobody can have moved it meanwhile.
 * @returns the ids of those that were put back; null where all were
 * @source IdP incident playbook, "재처리": dlq_at, next_retry_at and attempts reset, enqueued_at = now
 */
export async function requeueMany(
  db: IdentityProviderDb,
  { relyingPartyId, ids, versions, stamp }: ToRequeue,
  deadlineAt: string,
): Promise<string[] | null> {
  const [updated] = await db.$queryRaw<{ all: boolean; ids: string | null }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT id, version, ${stamp}::timestamp + (place - 1) * interval '1 microsecond' AS stamp
        FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${versions}, ',')) WITH ORDINALITY AS w(id, version, place)),
    picked AS MATERIALIZED (
      SELECT e.ctid AS place, w.stamp FROM wanted w JOIN webhook_outbox_entries e ON e.id = w.id
       WHERE statement_timestamp() < ${deadlineAt}::timestamp AT TIME ZONE 'UTC'
         AND e.dlq_at IS NOT NULL AND e.delivered_at IS NULL AND e.updated_at::text = w.version
         AND e.oauth_application_id = ${BigInt(relyingPartyId)}
         AND (SELECT a.webhook_enabled FROM oauth_applications a WHERE a.id = ${BigInt(relyingPartyId)})
         FOR UPDATE OF e SKIP LOCKED),
    done AS (
      UPDATE webhook_outbox_entries e
         SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, enqueued_at = p.stamp, updated_at = now()
        FROM picked p WHERE e.ctid = p.place RETURNING e.id)
    SELECT d.done = w.wanted AS all, CASE WHEN d.done < w.wanted THEN d.ids END AS ids
      FROM (SELECT count(*) AS done, string_agg(id::text, ',') AS ids FROM done) d, (SELECT count(*) AS wanted FROM wanted) w`;
  return updated?.all ? null : (updated?.ids?.split(",") ?? []);
}
