import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** Rows that were put back and are not at their end, as lists joined by commas. */
export type OnTheWay = { count: number; ids: string; stamps: string; failed: string; overdue: string; last: string };

/**
 * The next of them, those that failed first and then the oldest of each relying party.
 * @param after the `last` of the batch before; null at the begin
 * @param overdueMs from when on a row that nobody took is `overdue`
 */
export async function listOnTheWay(
  _actor: SystemActor,
  setId: string,
  { after, limit, overdueMs }: { after: string | null; limit: number; overdueMs: number },
): Promise<OnTheWay | null> {
  const [state = "", party = "0", enqueuedAt = "-infinity", id = "0"] = after?.split(",") ?? [];
  const [page] = await consoleDb().$queryRaw<(OnTheWay & { ids: string | null })[]>`
    SELECT count(*)::int AS count, string_agg(delivery_id::text, ',') AS ids, string_agg(stamp::text, ',') AS stamps,
           string_agg((state = 'failed_again')::text, ',') AS failed,
           coalesce(string_agg(delivery_id::text, ',') FILTER (
             WHERE state = 'queued' AND enqueued_at < now() - ${overdueMs} * interval '1 millisecond'), '') AS overdue,
           (array_agg(concat_ws(',', state, relying_party_id, enqueued_at, delivery_id)))[count(*)] AS last
      FROM (SELECT delivery_id, stamp, state, enqueued_at, relying_party_id FROM replay_rows
             WHERE set_id = ${setId}::uuid AND state IN ('queued', 'failed_again')
               AND (state, relying_party_id, enqueued_at, delivery_id) > (${state}, ${BigInt(party)}, ${enqueuedAt}::timestamptz, ${BigInt(id)})
             ORDER BY state, relying_party_id, enqueued_at, delivery_id LIMIT ${limit}) page`;
  return page?.ids ? page : null;
}
