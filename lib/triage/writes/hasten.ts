import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import type { ProbeLane } from "../shapes";

/**
 * Makes lanes due at once, each no sooner than so long after its last look. Who looks is still whoever has the turn.
 * @param soonest by lane, in milliseconds after its last look
 * @returns how many are due now, among them those that were never looked at; of none, in how many seconds the first may be
 */
export async function hastenLanes(
  tx: ConsoleTransaction,
  soonest: Readonly<Record<ProbeLane, number>>,
): Promise<{ due: number; waitSeconds: number }> {
  const wanted = Object.entries(soonest).map(([lane, ms]) => ({ lane, secs: ms / seconds(1) }));
  // In one order with everybody who locks several of them.
  await tx.$queryRaw`SELECT lane FROM probe_lanes ORDER BY lane FOR UPDATE`;
  const lanes = await tx.$queryRaw<{ waitSeconds: number }[]>`
    UPDATE probe_lanes held SET due_at = least(held.due_at, greatest(now(), held.taken_at + make_interval(secs => wanted.secs)))
      FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS wanted (lane text, secs float8)
     WHERE wanted.lane = held.lane
    RETURNING greatest(0, ceil(extract(epoch FROM held.taken_at + make_interval(secs => wanted.secs) - now())))::int AS "waitSeconds"`;
  const waits = lanes.map(({ waitSeconds }) => waitSeconds).filter((wait) => wait > 0);
  return { due: wanted.length - waits.length, waitSeconds: Math.min(...waits) };
}
