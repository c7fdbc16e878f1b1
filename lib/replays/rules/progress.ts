import type { Range, ReplayView, Tally } from "../shapes";
import { rowStates } from "./row-states";

export const emptyTally = (): Tally => Object.fromEntries(rowStates.map((state) => [state, 0])) as Tally;

export const addTallies = (of: readonly Tally[]): Tally =>
  of.reduce(
    (sum, tally) => Object.fromEntries(rowStates.map((state) => [state, sum[state] + tally[state]])) as Tally,
    emptyTally(),
  );

/** The tally in the four words that everybody reads, and what is on its way between two of them. */
export function summed(tally: Tally): Record<"done" | "skipped" | "failed" | "remaining" | "onTheWay", number> {
  return {
    done: tally.delivered,
    failed: tally.failed_again,
    skipped: tally.skipped_changed + tally.skipped_superseded + tally.skipped_refused,
    remaining: tally.remaining + tally.claimed,
    onTheWay: tally.queued,
  };
}

/** The share of a replay that has ended, from 0 to 1. */
export const doneShare = ({ total, remaining, tally }: Pick<ReplayView, "total" | "remaining" | "tally">): number =>
  total === 0 ? 1 : (total - remaining - tally.queued) / total;

/**
 * How long what is left will take: at best at the pace that is set, at worst at the one that was seen. Lanes go on beside each other,
 * so the longest decides.
 * @param lanes rows that are left, and first attempts a second as seen lately
 */
export function etaOf(lanes: readonly { left: number; seenPerSecond: number }[], rate: number): Range | null {
  const going = lanes.filter(({ left }) => left > 0);
  if (going.length === 0) return null;
  const fromSeconds = Math.ceil(Math.max(...going.map(({ left }) => left / rate)));
  const seen = going.map(({ left, seenPerSecond }) => (seenPerSecond > 0 ? left / seenPerSecond : null));
  const worst = seen.some((each) => each === null) ? null : Math.ceil(Math.max(...seen.map((each) => each ?? 0)));
  return { fromSeconds, toSeconds: worst === null ? null : Math.max(worst, fromSeconds) };
}

/** Minutes that a replay takes at a pace, for the relying party with the most rows. */
export const minutesAt = (mostRows: number, ratePerSecond: number): number =>
  Math.max(1, Math.ceil(mostRows / ratePerSecond / 60));
