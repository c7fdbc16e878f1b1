import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { RowState } from "../rules/row-states";

type Counted = Exclude<RowState, "claimed">;
export type Move = { party: string; from: Counted; to: Counted; rows: number };

/**
 * Keeps how many rows of each lane are where, in the transaction that moved them. It holds the lane until that is committed, so it comes
 * after the rows.
 */
export async function countMoves(tx: ConsoleTransaction, requestId: string, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const given = moves.flatMap(({ party, from, to, rows }) => [
    { party, state: from, rows: -rows },
    { party, state: to, rows },
  ]);
  await tx.$executeRaw`
    WITH w AS (
      SELECT party, state, sum(rows)::int AS rows FROM json_to_recordset(${JSON.stringify(given)}::json) AS g(party bigint, state text, rows int)
       GROUP BY party, state),
    d AS (
      SELECT party, coalesce(sum(rows) FILTER (WHERE state = 'remaining'), 0) AS remaining,
             coalesce(sum(rows) FILTER (WHERE state = 'queued'), 0) AS queued,
             coalesce(sum(rows) FILTER (WHERE state = 'delivered'), 0) AS delivered,
             coalesce(sum(rows) FILTER (WHERE state = 'failed_again'), 0) AS failed_again,
             coalesce(sum(rows) FILTER (WHERE state = 'skipped_changed'), 0) AS skipped_changed,
             coalesce(sum(rows) FILTER (WHERE state = 'skipped_superseded'), 0) AS skipped_superseded,
             coalesce(sum(rows) FILTER (WHERE state = 'skipped_refused'), 0) AS skipped_refused FROM w GROUP BY party)
    UPDATE replay_lanes l
       SET remaining = l.remaining + d.remaining, queued = l.queued + d.queued, delivered = l.delivered + d.delivered,
           failed_again = l.failed_again + d.failed_again, skipped_changed = l.skipped_changed + d.skipped_changed,
           skipped_superseded = l.skipped_superseded + d.skipped_superseded, skipped_refused = l.skipped_refused + d.skipped_refused
      FROM d WHERE l.request_id = ${requestId}::uuid AND l.relying_party_id = d.party`;
}
