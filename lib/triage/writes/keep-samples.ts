import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { countedUntilMs } from "../rules/spans";
import type { ProbeLane, Reading } from "../shapes";

type Turn = { lane: ProbeLane; turn: string; workerId: string };

/**
 * Writes down what was seen in a turn, dated to when it began, and says when the next one is due. What is rolled up until after that
 * is rolled up again.
 * @param nextMs counted from the beginning of this turn
 * @returns false for a turn that another worker has taken over meanwhile: what was seen in it comes too late
 */
export async function keepSamples(
  tx: ConsoleTransaction,
  { lane, turn, workerId }: Turn,
  { readings, nextMs }: { readings: readonly Reading[]; nextMs: number },
): Promise<boolean> {
  const [held] = await tx.$queryRaw<{ takenAt: Date }[]>`
    UPDATE probe_lanes SET due_at = taken_at + make_interval(secs => ${nextMs / seconds(1)})
     WHERE lane = ${lane} AND turn = ${turn}::uuid
    RETURNING taken_at AS "takenAt"`;
  if (!held) return false; // guard: probe-turn
  await tx.$executeRaw`
    INSERT INTO probe_samples (probe, status, latency_ms, detail, value, sampled_at, sampled_by)
    SELECT seen.probe, seen.status, seen."latencyMs", seen.detail, nullif(seen.value, 'null'), held.taken_at, ${workerId}
      FROM probe_lanes held,
           jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS seen (probe text, status text, "latencyMs" int, detail text, value jsonb)
     WHERE held.lane = ${lane}`;
  await tx.$executeRaw`
    UPDATE probe_roll_ups SET done_until = date_trunc(span, ${held.takenAt}::timestamptz)
     WHERE done_until > ${held.takenAt}::timestamptz
       AND ${held.takenAt}::timestamptz > now() - make_interval(secs => ${countedUntilMs / seconds(1)})`; // guard: late-samples-count
  return true;
}
