import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { countMoves, type Move } from "./count-moves";

type Replay = { requestId: string; setId: string };

/**
 * Writes down how first attempts ended, and what arrived later after all. One that was judged stays judged.
 * @param outcomes JSON, as the IdP's database was asked for it
 */
export async function keepOutcomes(
  tx: ConsoleTransaction,
  { requestId, setId }: Replay,
  outcomes: string,
): Promise<void> {
  const moves = await tx.$queryRaw<Move[]>`
    WITH moved AS (
      UPDATE replay_rows r
         SET state = w.state, attempts = w.attempts, last_status = w."lastStatus", judged_at = coalesce(r.judged_at, clock_timestamp()),
             first_failed = coalesce(r.first_failed, CASE WHEN w.state <> 'skipped_changed' THEN w.state = 'failed_again' OR w.attempts > 1 END)
        FROM json_to_recordset(${outcomes}::json) AS w(id bigint, failed boolean, state text, attempts int, "lastStatus" int)
       WHERE r.set_id = ${setId}::uuid AND r.delivery_id = w.id
         AND r.state || '' = CASE WHEN w.failed THEN 'failed_again' ELSE 'queued' END
      RETURNING r.relying_party_id, w.failed, r.state)
    SELECT relying_party_id::text AS party, CASE WHEN failed THEN 'failed_again' ELSE 'queued' END AS from, state AS to, count(*)::int AS rows
      FROM moved GROUP BY 1, 2, 3`;
  await countMoves(tx, requestId, moves);
}

/** Rows that nobody took for so long that they count as failed; they may still arrive, and are then said to have. */
export async function keepOverdue(tx: ConsoleTransaction, { requestId, setId }: Replay, ids: string): Promise<void> {
  const moves = await tx.$queryRaw<Move[]>`
    WITH moved AS (
      UPDATE replay_rows SET state = 'failed_again', attempts = 0, last_status = NULL, judged_at = clock_timestamp(), first_failed = true
       WHERE set_id = ${setId}::uuid AND delivery_id = ANY(string_to_array(${ids}, ',')::bigint[]) AND state || '' = 'queued'
      RETURNING relying_party_id)
    SELECT relying_party_id::text AS party, 'queued' AS from, 'failed_again' AS to, count(*)::int AS rows FROM moved GROUP BY 1`;
  await countMoves(tx, requestId, moves);
}

/** Rows that are dead again as they were, because nobody had tried them: they were never put back, and are left like the rest. */
export async function keepTakenBack(
  tx: ConsoleTransaction,
  requestId: string,
  ids: readonly string[],
): Promise<number> {
  const moves = await tx.$queryRaw<Move[]>`
    WITH held AS (
      SELECT r.set_id, r.delivery_id, r.state FROM replays p JOIN replay_rows r USING (set_id)
       WHERE p.request_id = ${requestId}::uuid AND r.delivery_id = ANY(string_to_array(${ids.join(",")}, ',')::bigint[])
         AND r.state || '' IN ('queued', 'failed_again') FOR UPDATE OF r),
    moved AS (
      UPDATE replay_rows r
         SET state = 'remaining', stamp = NULL, enqueued_at = NULL, attempts = NULL, last_status = NULL, judged_at = NULL, first_failed = NULL
        FROM held h WHERE r.set_id = h.set_id AND r.delivery_id = h.delivery_id RETURNING r.relying_party_id, h.state)
    SELECT relying_party_id::text AS party, state AS from, 'remaining' AS to, count(*)::int AS rows FROM moved GROUP BY 1, 2`;
  await countMoves(tx, requestId, moves);
  return moves.reduce((sum, { rows }) => sum + rows, 0);
}
