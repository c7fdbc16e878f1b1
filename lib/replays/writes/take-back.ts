import "server-only";
import type { IdentityProviderDb } from "@/lib/core/db";
import type { PutBack } from "../queries/put-back";

/**
 * Makes rows dead again as they were before they were put back, in one statement that commits by itself: each only while it carries the
 * stamp that it was given, nobody has tried it, and nobody holds it. A dispatcher that is sending one just now may still bring it there.
 * @returns the ids of those that are dead as before, whether by this statement or by one of which nobody heard
 */
export async function takeBack(
  db: IdentityProviderDb,
  { ids, stamps, attempts, lastErrors, dlqAts }: PutBack,
): Promise<string[]> {
  const [taken] = await db.$queryRaw<{ ids: string | null }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${stamps}, ',')::timestamp[], ${attempts}::int[],
                           ${lastErrors}::text[], ${dlqAts}::timestamp[]) AS w(id, stamp, attempts, last_error, dlq_at)),
    before AS (
      SELECT e.id FROM wanted w JOIN webhook_outbox_entries e ON e.id = w.id
       WHERE e.enqueued_at = w.stamp AND e.dlq_at = w.dlq_at AND e.attempts = w.attempts AND e.delivered_at IS NULL),
    picked AS MATERIALIZED (
      SELECT e.ctid AS place, w.attempts, w.last_error, w.dlq_at FROM wanted w JOIN webhook_outbox_entries e ON e.id = w.id
       WHERE e.enqueued_at = w.stamp AND e.attempts = 0 AND e.next_retry_at IS NULL AND e.dlq_at IS NULL AND e.delivered_at IS NULL
         FOR UPDATE OF e SKIP LOCKED),
    done AS (
      UPDATE webhook_outbox_entries e
         SET dlq_at = p.dlq_at, attempts = p.attempts, last_error = p.last_error, updated_at = now()
        FROM picked p WHERE e.ctid = p.place RETURNING e.id)
    SELECT string_agg(id::text, ',') AS ids FROM (SELECT id FROM done UNION ALL SELECT id FROM before) dead`;
  return taken?.ids?.split(",") ?? [];
}
