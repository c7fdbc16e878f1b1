import "server-only";
import { randomUUID } from "node:crypto";
import { isRolledBack, isRowRefused } from "@/lib/core/database-trouble";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { type NextRows, nextRows, type OpenLane } from "@/lib/replays/queries/advance";
import {
  type BeforeTouch,
  type Evidence,
  isPast,
  readAfterTouch,
  readBeforeTouch,
} from "@/lib/replays/queries/idp-rows";
import { type Claimed, claimedBy, type UnsettledChunk } from "@/lib/replays/queries/open-chunks";
import { isTriedEnough, judgeChunk } from "@/lib/replays/rules/settle";
import type { SettledChunk } from "@/lib/replays/shapes";
import { writeAhead } from "@/lib/replays/writes/chunk";
import type { LeasedReplay } from "@/lib/replays/writes/replay";
import { requeueMany } from "@/lib/replays/writes/requeue-many";
import type { Stepping } from "./stepping";

export type Lane = Pick<OpenLane, "relyingPartyId" | "chunkSize" | "cursor">;
export type MovingReplay = LeasedReplay & { lookForSuperseded: boolean };
/** The next rows of a lane and what they say. */
export type ReadChunk = { next: NextRows; before: BeforeTouch };

/** Reads what a lane takes next: nothing is touched. @returns null where none is left in this sweep */
export async function readChunk(
  { actor, fence }: Stepping,
  { setId, lookForSuperseded }: MovingReplay,
  { relyingPartyId, cursor }: Lane,
  limit: number,
): Promise<ReadChunk | null> {
  const next = await nextRows(actor, { setId, relyingPartyId, after: cursor }, limit);
  if (!next) return null;
  const { deadlineMs } = fence;
  return { next, before: await readBeforeTouch(actor, next, { deadlineMs, lookForSuperseded }) };
}

export type OpenedChunk = {
  chunkId: string;
  relyingPartyId: string;
  stamp: string;
  deadlineAt: string;
  rows: number;
  claimed: Evidence | null;
};

/** What the rows say is kept and the chunk stands open in our database. @returns null where it may not begin */
export async function openChunk(
  stepping: Stepping,
  { requestId, setId }: MovingReplay,
  { relyingPartyId, chunkSize }: Lane,
  { next, before }: ReadChunk,
): Promise<OpenedChunk | null> {
  await stepping.at?.("before write-ahead");
  const worker = stepping.actor.workerId;
  const chunk = { chunkId: randomUUID(), requestId, setId, relyingPartyId, worker, chunkSize, last: next.last };
  const stamp = await consoleDb().$transaction((tx) => writeAhead(tx, chunk, before));
  if (stamp === null) return null;
  const { claimed, deadlineAt } = before;
  return { chunkId: chunk.chunkId, relyingPartyId, stamp, deadlineAt, rows: next.count, claimed };
}

export type Ended = SettledChunk & {
  ms: number;
  /** The IdP's database gave the update up. */
  failed: boolean;
  /** It reached none of them: too late, or all of them are held. Fewer are in time sooner. */
  inVain: boolean;
};

/** One guarded update in the IdP's database. @returns which rows it reached */
export async function touchChunk(stepping: Stepping, opened: OpenedChunk): Promise<Ended> {
  await stepping.at?.("before update");
  const began = performance.now();
  const { failed, ...judged } = await update(stepping, opened);
  const ms = performance.now() - began;
  await stepping.at?.("after update");
  const reached = judged.enqueued === "all" || judged.enqueued.length + judged.changed.length > 0;
  const inVain = opened.claimed !== null && !failed && !reached;
  return { ...judged, chunkId: opened.chunkId, recovered: false, ms, failed, inVain };
}

/** What an update reached is written down with its record row. */
export async function settle(stepping: Stepping, requestId: string, ended: Ended): Promise<void> {
  const { ms: _ms, failed: _failed, inVain: _inVain, ...chunk } = ended;
  await stepping.perform(requestId, { chunk, end: null });
  await stepping.at?.("after settle");
}

type Judged = Pick<SettledChunk, "enqueued" | "changed" | "left" | "refused"> & { failed: boolean };
const nothing: Judged = { enqueued: [], changed: [], left: [], refused: [], failed: false };

async function update(stepping: Stepping, opened: OpenedChunk): Promise<Judged> {
  const { chunkId, relyingPartyId, claimed, stamp, deadlineAt } = opened;
  if (!claimed) return nothing;
  const { versions } = claimed;
  const ids = claimed.ids.split(",");
  try {
    const reached = await requeueMany(
      identityProviderOperate(),
      { relyingPartyId, ids: claimed.ids, versions, stamp },
      deadlineAt,
    );
    if (reached === null) return { ...nothing, enqueued: "all" };
    const known = new Set(reached);
    const rows = (await claimedBy(stepping.actor, chunkId)).filter(({ id }) => !known.has(id));
    const rest = judgeChunk(rows, await readAfterTouch(stepping.actor, rows));
    return { ...nothing, ...rest, ...letGo(rows, rest.left), enqueued: [...reached, ...rest.enqueued] };
  } catch (error) {
    if (!isRolledBack(error)) throw error;
    if (ids.length === 1 && isRowRefused(error)) return { ...nothing, failed: true, refused: ids };
    return { ...nothing, failed: true, ...letGo(await claimedBy(stepping.actor, chunkId), ids) };
  }
}

/** Of rows that an update did not reach those that it was tried with for long enough: no row is tried without end. */
function letGo(claimed: readonly Claimed[], ids: readonly string[]): Pick<SettledChunk, "left" | "refused"> {
  const stamps = new Map(claimed.map((row) => [row.id, row.stamps]));
  const given = new Set(ids.filter((id) => isTriedEnough(stamps.get(id) ?? []))); // guard: tried-enough
  return { left: ids.filter((id) => !given.has(id)), refused: [...given] };
}

/**
 * Closes a chunk of which nobody heard how it ended, from what its rows say, as soon as its update can no longer arrive.
 * @returns false while it still may
 */
export async function recoverChunk(
  stepping: Stepping,
  requestId: string,
  { chunkId, deadlineAt }: UnsettledChunk,
): Promise<boolean> {
  const { actor, fence } = stepping;
  if (!(await isPast(actor, deadlineAt, fence.graceMs))) return false; // guard: recover-after-deadline
  const claimed = await claimedBy(actor, chunkId);
  const judged = claimed.length === 0 ? {} : judgeChunk(claimed, await readAfterTouch(actor, claimed));
  const chunk = { chunkId, enqueued: [], changed: [], left: [], ...judged, refused: [], recovered: true };
  await stepping.perform(requestId, { chunk, end: null });
  return true;
}
