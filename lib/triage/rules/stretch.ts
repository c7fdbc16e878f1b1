import type { ProbeStatus } from "../shapes";
import { silentAfterMs } from "./pace";

/** A sample by its age in database time. */
export type Seen = { status: ProbeStatus; ageMs: number };

/** The unbroken time up to now in which samples said the same. */
export type Stretch = {
  state: "answering" | "failing" | "unknown";
  /** Age of its first sample; of an unknown one, of the last sample that there was. Null: there never was any. */
  forMs: number | null;
};

const states = { ok: "answering", degraded: "answering", down: "failing", unknown: "unknown" } as const;

/**
 * What has been so, without a break, for how long. One sample to the contrary ends it, and so does a silence: where nobody looked,
 * it neither answered nor failed.
 * @param seen newest first
 * @param intervalMs PROBE_INTERVAL_SECONDS
 */
export function stretchOf(seen: readonly Seen[], intervalMs: number): Stretch {
  const [newest] = seen;
  if (!newest) return { state: "unknown", forMs: null };
  const patienceMs = silentAfterMs(newest.status, intervalMs);
  if (newest.ageMs > patienceMs) return { state: "unknown", forMs: newest.ageMs };
  const state = states[newest.status];
  let first = newest;
  for (const sample of seen) {
    if (states[sample.status] !== state || sample.ageMs - first.ageMs > patienceMs) break;
    first = sample;
  }
  return { state, forMs: first.ageMs };
}
