import { minutes } from "@/lib/core/duration";
import type { SettledChunk } from "../shapes";

export type ClaimedRow = { id: string; rowVersion: string };
/** A row as the IdP has it now: `ours` where it carries any stamp that this replay has ever written for it. */
export type FoundRow = { id: string; rowVersion: string; ours: boolean };

/**
 * What became of the rows of a chunk, from what they say now. A row that carries our stamp was ours, whoever heard of it; one that is
 * still as frozen was not reached, and may be tried again; every other has been changed by somebody else.
 */
export function judgeChunk(
  claimed: readonly ClaimedRow[],
  found: ReadonlyMap<string, FoundRow>,
): Pick<SettledChunk, "changed" | "left"> & { enqueued: string[] } {
  const judged = { enqueued: [] as string[], changed: [] as string[], left: [] as string[] };
  for (const { id, rowVersion } of claimed) {
    const row = found.get(id);
    if (row?.ours) judged.enqueued.push(id);
    else if (row?.rowVersion === rowVersion) judged.left.push(id);
    else judged.changed.push(id);
  }
  return judged;
}

/** A row that was tried so often, and for so long, is let go: somebody holds it, or the IdP's database gives it up each time. */
const triedEnough = { times: 10, forMs: minutes(2) } as const;

/** Whether a row that could not be written is not tried again. @param stamps one for each time that it was tried, in any order */
export function isTriedEnough(stamps: readonly string[]): boolean {
  const tried = stamps.map((stamp) => Date.parse(stamp));
  return stamps.length >= triedEnough.times && Math.max(...tried) - Math.min(...tried) >= triedEnough.forMs;
}
