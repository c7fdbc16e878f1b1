import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { emptyTally } from "../rules/progress";
import type { RowState } from "../rules/row-states";
import type { Tally } from "../shapes";

/** How many rows of a replay are where, as the transaction sees them that writes its end down: then nothing is claimed. */
export async function tallyOf(tx: ConsoleTransaction, requestId: string): Promise<Tally> {
  const [summed] = await tx.$queryRaw<Record<Exclude<RowState, "claimed">, number>[]>`
    SELECT sum(remaining)::int AS remaining, sum(queued)::int AS queued, sum(delivered)::int AS delivered,
           sum(failed_again)::int AS failed_again, sum(skipped_changed)::int AS skipped_changed,
           sum(skipped_superseded)::int AS skipped_superseded, sum(skipped_refused)::int AS skipped_refused
      FROM replay_lanes WHERE request_id = ${requestId}::uuid`;
  return { ...emptyTally(), ...summed };
}
