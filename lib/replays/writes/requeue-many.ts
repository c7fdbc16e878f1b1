import "server-only";
import type { IdentityProviderDb } from "@/lib/core/db";

export type ToRequeue = { id: string; rowVersion: string; stamp: string };

/**
 * Puts dead rows back into the outbox, in one statement that commits by itself: each only while it is still the row that was frozen,
 * its relying party is switched on, nobody else holds it, and the deadline has not passed by the IdP's own clock.
 * @returns the ids of those that were put back
 * @source IdP incident playbook, "재처리": dlq_at, next_retry_at and attempts reset, enqueued_at = now
 */
export async function requeueMany(
  db: IdentityProviderDb,
  rows: readonly ToRequeue[],
  deadlineAt: string,
): Promise<string[]> {
  const list = (of: (row: ToRequeue) => string): string => rows.map(of).join(",");
  const [ids, versions, stamps] = [
    list(({ id }) => id),
    list(({ rowVersion }) => rowVersion),
    list(({ stamp }) => stamp),
  ];
  const updated = await db.$queryRaw<{ ids: string | null }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${versions}, ','),
                           string_to_array(${stamps}, ',')::timestamp[]) AS w(id, version, stamp)),
    picked AS (
      SELECT e.id, w.stamp FROM webhook_outbox_entries e JOIN wanted w ON w.id = e.id
       WHERE statement_timestamp() < ${deadlineAt}::timestamp AT TIME ZONE 'UTC'
         AND e.dlq_at IS NOT NULL AND e.delivered_at IS NULL AND e.updated_at::text = w.version
         AND EXISTS (SELECT FROM oauth_applications a WHERE a.id = e.oauth_application_id AND a.webhook_enabled)
         FOR UPDATE OF e SKIP LOCKED),
    done AS (
      UPDATE webhook_outbox_entries e
         SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, enqueued_at = p.stamp, updated_at = now()
        FROM picked p WHERE e.id = p.id RETURNING e.id)
    SELECT string_agg(id::text, ',') AS ids FROM done`;
  return updated[0]?.ids?.split(",") ?? [];
}
