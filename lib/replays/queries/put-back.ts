import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** Rows that were put back, with what they said before, as lists and arrays in one order. */
export type PutBack = { ids: string; stamps: string; attempts: string; lastErrors: string; dlqAts: string };

/**
 * Of one closed chunk those rows that may not have been tried yet; the chunks come newest first, since what waits was put back last.
 * @param before the `chunk` of the one that was looked at last; null at the begin
 * @returns null where there is no further chunk
 */
export async function findPutBack(
  _actor: SystemActor,
  { requestId, setId }: { requestId: string; setId: string },
  before: string | null,
): Promise<{ chunk: string; rows: PutBack | null } | null> {
  type Found = Omit<PutBack, "ids"> & { chunk: string; ids: string | null };
  const [found] = await consoleDb().$queryRaw<Found[]>`
    WITH chunk AS MATERIALIZED (
      SELECT c.id, c.stamp, c.ids, c.attempts, c.last_errors FROM replay_chunks c
       WHERE c.request_id = ${requestId}::uuid AND c.settled_at IS NOT NULL AND c.stamp < ${before ?? "infinity"}::timestamp
       ORDER BY c.stamp DESC LIMIT 1)
    SELECT chunk.stamp::text AS chunk, string_agg(r.delivery_id::text, ',' ORDER BY w.place) AS ids,
           string_agg(r.stamp::text, ',' ORDER BY w.place) AS stamps,
           (array_agg(w.attempts ORDER BY w.place) FILTER (WHERE r.delivery_id IS NOT NULL))::text AS attempts,
           (array_agg(w.last_error ORDER BY w.place) FILTER (WHERE r.delivery_id IS NOT NULL))::text AS "lastErrors",
           (array_agg(r.dlq_at ORDER BY w.place) FILTER (WHERE r.delivery_id IS NOT NULL))::text AS "dlqAts"
      FROM chunk CROSS JOIN unnest(chunk.ids, chunk.attempts, chunk.last_errors) WITH ORDINALITY AS w(id, attempts, last_error, place)
      LEFT JOIN replay_rows r ON r.set_id = ${setId}::uuid AND r.delivery_id = w.id
                             AND r.stamp = chunk.stamp + (w.place - 1) * interval '1 microsecond'
                             AND r.state || '' IN ('queued', 'failed_again')
     GROUP BY chunk.stamp`;
  if (!found) return null;
  const { chunk, ids, ...rows } = found;
  return { chunk, rows: ids === null ? null : { ...rows, ids } };
}
