import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { addToTally, emptyTally } from "../rules/progress";
import type { RowState, Tally } from "../shapes";

/** How many rows of a replay are where, as the transaction sees them that writes its end down. */
export async function tallyOf(tx: ConsoleTransaction, requestId: string): Promise<Tally> {
  const rows = await tx.$queryRaw<{ state: RowState; count: number }[]>`
    SELECT r.state, count(*)::int AS count FROM replay_rows r JOIN replays p ON p.set_id = r.set_id
     WHERE p.request_id = ${requestId}::uuid GROUP BY r.state`;
  return rows.reduce((tally, { state, count }) => addToTally(tally, state, count), emptyTally());
}
