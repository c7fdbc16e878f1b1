import "server-only";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { Refused } from "@/lib/core/errors";
import {
  listOnTheWay,
  listOpenChunks,
  listOpenLanes,
  type OnTheWay,
  type OpenLane,
} from "@/lib/replays/queries/advance";
import { readOutcomes, readTraffic, type SeenOutcome, subjectIsIndexed } from "@/lib/replays/queries/idp-rows";
import { hasOpenLanes } from "@/lib/replays/queries/open-lanes";
import { nextMove, pickUpWithinMs } from "@/lib/replays/rules/lane";
import { keepOutcomes } from "@/lib/replays/writes/outcomes";
import { type LeasedReplay, leaseReplay, moveLane, releaseReplay, tellTrouble } from "@/lib/replays/writes/replay";
import { keepRunning } from "@/lib/requests/writes/move-request";
import { goesOnForMinutes } from "../risk";
import { moveChunk, recoverChunk } from "./chunk";
import type { Stepping } from "./stepping";

/** One lane holds the others up for no longer than this. */
const laneTurnMs = seconds(1);

/**
 * One step of a replay, by whoever has its lease: chunks that nobody closed are closed, what is on its way is looked at, and each
 * relying party's lane makes its next move. What cannot be done now is said, and tried again.
 */
export async function stepReplay(stepping: Stepping, requestId: string): Promise<void> {
  const replay = await consoleDb().$transaction((tx) => leaseReplay(tx, requestId, stepping.actor.workerId));
  if (!replay) return; // guard: replay-lease
  try {
    await step(stepping, replay);
    await consoleDb().$transaction((tx) => tellTrouble(tx, requestId, null));
  } catch (error) {
    const trouble = error instanceof Refused ? error.refusal.code : isDatabaseTrouble(error) ? identityTrouble : null;
    if (trouble) await consoleDb().$transaction((tx) => tellTrouble(tx, requestId, trouble));
    throw error;
  } finally {
    await consoleDb().$transaction((tx) => releaseReplay(tx, requestId, stepping.actor.workerId));
  }
}

const identityTrouble = "identity_database_unreachable";

async function step(stepping: Stepping, replay: LeasedReplay): Promise<void> {
  const { actor } = stepping;
  const { requestId, setId, state } = replay;
  await consoleDb().$transaction((tx) => keepRunning(tx, requestId, goesOnForMinutes));
  for (const chunk of await listOpenChunks(actor, requestId)) await recoverChunk(stepping, requestId, chunk);
  await followRows(stepping, setId);
  if (state === "running") {
    const lookForSuperseded = !replay.includeSuperseded && (await subjectIsIndexed(actor));
    for (const lane of await listOpenLanes(actor, requestId))
      await moveLaneOn(stepping, { ...replay, lookForSuperseded }, lane);
  }
  const open = await hasOpenLanes(actor, requestId);
  if (open.chunks > 0) return;
  if (state === "canceling" && open.waiting === 0) await stepping.perform(requestId, { chunk: null, end: "canceled" });
  if (state !== "canceling" && open.lanes === 0) await stepping.perform(requestId, { chunk: null, end: "finished" });
}

const followBatch = 5_000;

async function followRows({ actor }: Stepping, setId: string): Promise<void> {
  for (let after = "0"; ; ) {
    const rows = await listOnTheWay(actor, setId, after, followBatch);
    const last = rows.at(-1);
    if (!last) return;
    const seen = await readOutcomes(actor, rows);
    const outcomes = [...seen, ...notPickedUp(rows, seen)];
    await consoleDb().$transaction((tx) => keepOutcomes(tx, setId, outcomes));
    after = last.id;
  }
}

/** Rows that nobody took for so long that they count as failed; they may still arrive, and are then said to have. */
function notPickedUp(rows: readonly OnTheWay[], seen: readonly SeenOutcome[]): SeenOutcome[] {
  const known = new Set(seen.map(({ id }) => id));
  return rows
    .filter(({ id, failed, ageMs }) => !failed && !known.has(id) && ageMs > pickUpWithinMs)
    .map(({ id }) => ({ id, state: "failed_again", attempts: 0, lastStatus: null }));
}

async function moveLaneOn(
  stepping: Stepping,
  replay: LeasedReplay & { lookForSuperseded: boolean },
  seen: OpenLane,
): Promise<void> {
  const { requestId } = replay;
  const { relyingPartyId } = seen;
  const move = nextMove({ ...seen, ...(await readTraffic(stepping.actor, relyingPartyId, seen.waiting)) }, replay.rate);
  if (move.to !== null) {
    const reason = move.to === "held" ? move.reason : null;
    await consoleDb().$transaction((tx) =>
      moveLane(
        tx,
        { requestId, relyingPartyId, worker: stepping.actor.workerId },
        { from: seen.phase, to: move.to, reason },
      ),
    );
    return;
  }
  const began = performance.now();
  let lane: Pick<OpenLane, "relyingPartyId" | "chunkSize" | "cursor"> = seen;
  for (let left = move.enqueue; left > 0 && performance.now() - began < laneTurnMs; ) {
    const moved = await moveChunk(stepping, replay, lane, left);
    if (!moved) return;
    left -= moved.rows;
    lane = moved.lane;
  }
}
