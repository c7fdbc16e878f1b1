import { seconds } from "@/lib/core/duration";
import type { Measured, ProbeName, ProbeStatus, Reading } from "../shapes";

/** A sample by its age in database time. */
export type Sampled = {
  status: ProbeStatus;
  detail: string | null;
  latencyMs: number | null;
  value: Measured | null;
  ageMs: number;
};

/** What is held of a probe, on the word of more than one look. */
export type Settled = Omit<Sampled, "ageMs"> & {
  probe: ProbeName;
  /** Of the newest look. */
  ageMs: number;
  /** How long ago the first look was that saw it so. */
  forMs: number;
};

/** What nobody has looked at for so long is grey, however it was. @source design: domain §5 */
export const staleAfterMs = (intervalMs: number): number => Math.max(seconds(60), 3 * intervalMs);

/**
 * What two looks in a row agree upon, both on the way down and on the way up: one look may be an accident of ours. Before there are
 * two, a good one is believed, and a bad one is not known yet.
 * @param samples newest first
 */
export function settle(probe: ProbeName, samples: readonly Sampled[], intervalMs: number): Settled | null {
  const [newest] = samples;
  if (!newest) return null;
  if (newest.ageMs > staleAfterMs(intervalMs))
    return { ...newest, probe, status: "unknown", detail: "stale", forMs: newest.ageMs };
  const held = heldOf(samples.toReversed());
  if (!held) return { ...newest, probe, status: "unknown", detail: "unconfirmed", forMs: newest.ageMs };
  const { status, since } = held;
  const { detail, latencyMs, value } = samples.find((sample) => sample.status === status) ?? newest;
  return { probe, status, detail, latencyMs, value, ageMs: newest.ageMs, forMs: since.ageMs };
}

type Held = { status: ProbeStatus; since: Sampled };

function heldOf(oldestFirst: readonly Sampled[]): Held | null {
  let held = null as Held | null;
  let before = null as Sampled | null;
  for (const sample of oldestFirst) {
    if (sample.status !== held?.status) {
      if (before?.status === sample.status) held = { status: sample.status, since: before };
      else if (held === null && sample.status === "ok") held = { status: "ok", since: sample };
    }
    before = sample;
  }
  return held;
}

/** One look by itself, believed at once: for somebody who has nothing else. */
export const believed = (reading: Reading): Settled => ({ ...reading, ageMs: 0, forMs: 0 });

/** What nobody ever looked at. */
export const neverLooked = (probe: ProbeName): Settled => ({
  probe,
  status: "unknown",
  detail: "never_looked",
  latencyMs: null,
  value: null,
  ageMs: 0,
  forMs: 0,
});
