import type { DrillStep } from "../shapes/views";

/** From the click to verified, no longer than this. @source design: domain §3 */
export const compromiseGoalSeconds = 30;

export type DrillTotal = {
  /** The middle one of past one-off jobs; null where there was none. */
  jobSeconds: number | null;
  /** All reads and one job; null where nobody knows how long a job takes, or a read failed. */
  totalSeconds: number | null;
  withinGoal: boolean | null;
};

/** How long a compromise would take, from what its reads took now and its job takes usually. */
export function drillTotal(steps: readonly DrillStep[], jobs: readonly number[]): DrillTotal {
  const sorted = jobs.toSorted((a, b) => a - b);
  const jobSeconds = sorted[Math.floor(sorted.length / 2)] ?? null;
  const readSeconds = steps.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1_000;
  const totalSeconds = jobSeconds === null || !steps.every(({ ok }) => ok) ? null : jobSeconds + readSeconds;
  return { jobSeconds, totalSeconds, withinGoal: totalSeconds === null ? null : totalSeconds <= compromiseGoalSeconds };
}
