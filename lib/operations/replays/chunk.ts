import "server-only";
import { randomUUID } from "node:crypto";
import { isRolledBack, isRowRefused } from "@/lib/core/database-trouble";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { claimedBy, type NextRow, nextRows, type OpenLane, type UnsettledChunk } from "@/lib/replays/queries/advance";
import { isPast, type RowNow, readAfterTouch, readBeforeTouch } from "@/lib/replays/queries/idp-rows";
import { nextChunkSize } from "@/lib/replays/rules/pace";
import { type ClaimedRow, isTriedEnough, judgeChunk } from "@/lib/replays/rules/settle";
import type { SettledChunk } from "@/lib/replays/shapes";
import { adaptLane, type Chosen, writeAhead } from "@/lib/replays/writes/chunk";
import type { LeasedReplay } from "@/lib/replays/writes/replay";
import { requeueMany } from "@/lib/replays/writes/requeue-many";
import type { Stepping } from "./stepping";

type Lane = Pick<OpenLane, "relyingPartyId" | "chunkSize" | "cursor">;
export type Moved = { rows: number; lane: Lane } | null;

/**
 * Puts the next rows of a lane back: what they say is kept and the chunk stands open in our database, then one guarded update in the
 * IdP's, then what it reached is written down with its record row.
 * @returns null where nothing was left in this sweep, or it may not go on
 */
export async function moveChunk(
  stepping: Stepping,
  replay: LeasedReplay & { lookForSuperseded: boolean },
  lane: Lane,
  wanted: number,
): Promise<Moved> {
  const { actor, fence } = stepping;
  const { requestId, setId } = replay;
  const { relyingPartyId } = lane;
  const rows = await nextRows(actor, { setId, relyingPartyId, after: lane.cursor }, Math.min(wanted, lane.chunkSize));
  const last = rows.at(-1);
  if (!last) {
    if (lane.cursor) await adapt(requestId, lane, { chunkSize: lane.chunkSize, sweepAgain: true });
    return null;
  }
  const { deadlineMs } = fence;
  const before = await readBeforeTouch(actor, rows, { deadlineMs, lookForSuperseded: replay.lookForSuperseded });
  await stepping.at?.("before write-ahead");
  const chunk = {
    chunkId: randomUUID(),
    requestId,
    setId,
    relyingPartyId,
    worker: actor.workerId,
    deadlineAt: before.deadlineAt,
    last: { dlqAt: last.dlqAt, id: last.id },
  };
  if (!(await consoleDb().$transaction((tx) => writeAhead(tx, chunk, before.rows.map(chosen))))) return null;
  await stepping.at?.("before update");
  const took = await updateAndSettle(stepping, replay, { ...chunk, rows });
  const chunkSize = nextChunkSize(lane.chunkSize, { ...took, failed: took.failed || took.inVain });
  await adapt(requestId, lane, { chunkSize, sweepAgain: took.failed });
  return { rows: rows.length, lane: { ...lane, chunkSize, cursor: took.failed ? null : chunk.last } };
}

const chosen = ({ asFrozen, superseded, ...row }: RowNow): Chosen => ({
  ...row,
  fate: !asFrozen ? "skipped_changed" : superseded ? "skipped_superseded" : "claimed",
});

type Opened = { chunkId: string; deadlineAt: string; rows: readonly NextRow[] };

type Took = {
  ms: number;
  rows: number;
  /** The IdP's database gave the update up. */
  failed: boolean;
  /** It reached none of them: too late, or all of them are held. Fewer are in time sooner. */
  inVain: boolean;
};

async function updateAndSettle(stepping: Stepping, { requestId }: LeasedReplay, opened: Opened): Promise<Took> {
  const claimed = await claimedBy(stepping.actor, opened.chunkId);
  const began = performance.now();
  const { failed, ...judged } = await update(stepping, opened, claimed);
  const ms = performance.now() - began;
  const { left, refused } = letGo(claimed, judged.left);
  await stepping.at?.("after update");
  const chunk = {
    ...judged,
    left,
    refused: [...judged.refused, ...refused],
    chunkId: opened.chunkId,
    recovered: false,
  };
  await stepping.perform(requestId, { chunk, end: null });
  await stepping.at?.("after settle");
  const inVain = claimed.length > 0 && judged.left.length === claimed.length;
  return { ms, rows: opened.rows.length, failed, inVain };
}

type Claimed = ClaimedRow & { stamps: string[] };
type Judged = Pick<SettledChunk, "enqueued" | "changed" | "left" | "refused">;

async function update(
  { actor }: Stepping,
  { deadlineAt }: Opened,
  claimed: readonly Claimed[],
): Promise<Judged & { failed: boolean }> {
  const nothing = { enqueued: [], changed: [], left: [], refused: [], failed: false };
  try {
    const enqueued = await requeueMany(identityProviderOperate(), claimed, deadlineAt);
    const reached = new Set(enqueued);
    const missed = claimed.filter(({ id }) => !reached.has(id));
    if (missed.length === 0) return { ...nothing, enqueued };
    const rest = judgeChunk(missed, await readAfterTouch(actor, missed));
    return { ...nothing, ...rest, enqueued: [...enqueued, ...rest.enqueued] };
  } catch (error) {
    if (!isRolledBack(error)) throw error;
    const ids = claimed.map(({ id }) => id);
    return {
      ...nothing,
      failed: true,
      ...(ids.length === 1 && isRowRefused(error) ? { refused: ids } : { left: ids }),
    };
  }
}

/** Of rows that an update did not reach those that it was tried with for long enough: no row is tried without end. */
function letGo(claimed: readonly Claimed[], ids: readonly string[]): Pick<SettledChunk, "left" | "refused"> {
  const stamps = new Map(claimed.map((row) => [row.id, row.stamps]));
  const given = new Set(ids.filter((id) => isTriedEnough(stamps.get(id) ?? []))); // guard: tried-enough
  return { left: ids.filter((id) => !given.has(id)), refused: [...given] };
}

async function adapt(
  requestId: string,
  { relyingPartyId }: Lane,
  next: { chunkSize: number; sweepAgain: boolean },
): Promise<void> {
  await consoleDb().$transaction((tx) => adaptLane(tx, { requestId, relyingPartyId }, next));
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
