import { seconds } from "@/lib/core/duration";

/** How many rows a chunk begins with, and the bounds within which it adapts. @source measured: perf §3, window with SKIP LOCKED */
export const chunkSizes = { first: 1_000, least: 1, most: 2_000 } as const;

/** A chunk that took longer is halved, one that took less is doubled. @source design: replay */
export const chunkTimes = { slowMs: 200, fastMs: 50 } as const;

/** How many rows the next chunk takes. A chunk that was smaller than it could have been says nothing about a larger one. */
export function nextChunkSize(size: number, took: { ms: number; rows: number; failed: boolean }): number {
  if (took.failed || took.ms > chunkTimes.slowMs) return Math.max(chunkSizes.least, Math.floor(size / 2));
  const full = took.rows >= size;
  return full && took.ms < chunkTimes.fastMs ? Math.min(chunkSizes.most, size * 2) : size;
}

/** After the canaries the pace doubles in this time, from an eighth of the chosen one. */
const rampStepMs = seconds(5);
const rampFrom = 8;

/** The pace of a lane at this moment. @param phaseMs since its ramp began */
export function rampedRate(rate: number, phaseMs: number): number {
  const doubled = 2 ** Math.floor(Math.max(0, phaseMs) / rampStepMs);
  return Math.min(rate, Math.max(1, Math.ceil(rate / rampFrom)) * doubled);
}

/** So many seconds' worth of rows may be on their way untried: a dispatcher that stands still is not flooded. */
const windowSeconds = 10;
/** A lane that was silent for longer does not make up for it. */
const burstMs = seconds(1);

/**
 * How many rows a lane may put back now. Live traffic goes first: what of it is due takes its place.
 * @param at.sinceLastMs since its last chunk; null before the first
 */
export function allowance(rate: number, at: { sinceLastMs: number | null; waiting: number; liveDue: number }): number {
  const earned = Math.floor((rate * Math.min(burstMs, at.sinceLastMs ?? burstMs)) / seconds(1));
  const room = Math.max(10, rate * windowSeconds) - at.waiting;
  return Math.max(0, Math.min(earned, room) - at.liveDue); // guard: live-first
}
