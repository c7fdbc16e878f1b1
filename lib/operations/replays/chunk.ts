import "server-only";
import { randomUUID } from "node:crypto";
import { isRolledBack, isRowRefused } from "@/lib/core/database-trouble";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { claimedBy, type NextRow, nextRows, type OpenLane, type UnsettledChunk } from "@/lib/replays/queries/advance";
import { isPast, type RowNow, readAfterTouch, readBeforeTouch } from "@/lib/replays/queries/idp-rows";
import { nextChunkSize } from "@/lib/replays/rules/pace";
import { judgeChunk } from "@/lib/replays/rules/settle";
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
  const chunkSize = nextChunkSize(lane.chunkSize, took);
  await adapt(requestId, lane, { chunkSize, sweepAgain: took.failed });
  return { rows: rows.length, lane: { ...lane, chunkSize, cursor: took.failed ? null : chunk.last } };
}

const chosen = ({ asFrozen, superseded, ...row }: RowNow): Chosen => ({
  ...row,
  fate: !asFrozen ? "skipped_changed" : superseded ? "skipped_superseded" : "claimed",
});

type Opened = { chunkId: string; deadlineAt: string; rows: readonly NextRow[] };

async function updateAndSettle(
  stepping: Stepping,
  { requestId }: LeasedReplay,
  { chunkId, deadlineAt, rows }: Opened,
): Promise<{ ms: number; rows: number; failed: boolean }> {
  const claimed = await claimedBy(stepping.actor, chunkId);
  const began = performance.now();
  const nothing = { chunkId, enqueued: [], changed: [], left: [], refused: [], recovered: false };
  let settled: SettledChunk;
  let failed = false;
  try {
    const enqueued = await requeueMany(identityProviderOperate(), claimed, deadlineAt);
    const reached = new Set(enqueued);
    const missed = claimed.filter(({ id }) => !reached.has(id));
    const rest =
      missed.length === 0
        ? { enqueued: [], changed: [], left: [] }
        : judgeChunk(missed, await readAfterTouch(stepping.actor, missed));
    settled = { ...nothing, ...rest, enqueued: [...enqueued, ...rest.enqueued] };
  } catch (error) {
    if (!isRolledBack(error)) throw error;
    failed = true;
    const ids = claimed.map(({ id }) => id);
    settled = { ...nothing, ...(ids.length === 1 && isRowRefused(error) ? { refused: ids } : { left: ids }) };
  }
  const ms = performance.now() - began;
  await stepping.at?.("after update");
  await stepping.perform(requestId, { chunk: settled, end: null });
  await stepping.at?.("after settle");
  return { ms, rows: rows.length, failed };
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
