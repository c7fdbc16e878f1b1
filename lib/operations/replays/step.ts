import "server-only";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { Refused } from "@/lib/core/errors";
import { carryOn } from "@/lib/core/traces/span";
import { listOpenLanes, type OpenLane } from "@/lib/replays/queries/advance";
import { readOutcomes, readTraffic, subjectIsIndexed } from "@/lib/replays/queries/idp-rows";
import { listOnTheWay } from "@/lib/replays/queries/on-the-way";
import { listOpenChunks } from "@/lib/replays/queries/open-chunks";
import { hasOpenLanes } from "@/lib/replays/queries/open-lanes";
import { nextMove, pickUpWithinMs } from "@/lib/replays/rules/lane";
import { keepOutcomes, keepOverdue } from "@/lib/replays/writes/outcomes";
import {
  keepFollowed,
  type LeasedReplay,
  leaseReplay,
  moveLane,
  releaseReplay,
  tellTrouble,
} from "@/lib/replays/writes/replay";
import { keepRunning } from "@/lib/requests/writes/move-request";
import { tellOfHold } from "../perform/tell-of-hold";
import { goesOnForMinutes } from "../risk";
import { type MovingReplay, recoverChunk } from "./chunk";
import { takeTurn } from "./lane-turn";
import type { Stepping } from "./stepping";
import { takeBackWaiting } from "./undo";

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
  const { requestId, state } = replay;
  await consoleDb().$transaction((tx) => keepRunning(tx, requestId, goesOnForMinutes));
  for (const chunk of await listOpenChunks(actor, requestId)) await recoverChunk(stepping, requestId, chunk);
  if (replay.takingBack) await takeBackWaiting(stepping, replay);
  await followRows(stepping, replay);
  if (state === "running") {
    const lookForSuperseded = !replay.includeSuperseded && (await subjectIsIndexed(actor));
    for (const lane of await listOpenLanes(actor, requestId))
      await moveLaneOn(stepping, { ...replay, lookForSuperseded }, lane);
  }
  const open = await hasOpenLanes(actor, requestId);
  if (open.chunks > 0) return;
  if (state === "canceling" && open.waiting === 0) await end("canceled");
  if (state !== "canceling" && open.lanes === 0) await end("finished");

  function end(how: "canceled" | "finished"): Promise<void> {
    return inItsTrace(replay, () => stepping.perform(requestId, { chunk: null, end: how }));
  }
}

/** What moves something belongs to the trace of the request; a look that finds nothing to do would only fill it. */
const inItsTrace = <T>({ traceparent, requestId }: LeasedReplay, work: () => Promise<T>): Promise<T> =>
  carryOn(traceparent, "job replay.advance", { "sallyport.request_id": requestId }, work);

const followBatch = 5_000;
/** What is on its way holds the lanes up for no longer than this; the next step goes on where it ended. */
const followMs = seconds(0.1);

async function followRows({ actor }: Stepping, { requestId, setId, followed }: LeasedReplay): Promise<void> {
  const until = performance.now() + followMs;
  let after = followed;
  do {
    const rows = await listOnTheWay(actor, setId, { after, limit: followBatch, overdueMs: pickUpWithinMs });
    const outcomes = rows && (await readOutcomes(actor, rows));
    if (outcomes) await consoleDb().$transaction((tx) => keepOutcomes(tx, { requestId, setId }, outcomes));
    const overdue = rows?.overdue;
    if (overdue) await consoleDb().$transaction((tx) => keepOverdue(tx, { requestId, setId }, overdue));
    after = rows?.count === followBatch ? rows.last : null;
  } while (after !== null && performance.now() < until);
  if (after !== followed) await consoleDb().$transaction((tx) => keepFollowed(tx, requestId, after));
}

async function moveLaneOn(stepping: Stepping, replay: MovingReplay, seen: OpenLane): Promise<void> {
  const { requestId } = replay;
  const { relyingPartyId } = seen;
  const move = nextMove({ ...seen, ...(await readTraffic(stepping.actor, relyingPartyId, seen.waiting)) }, replay.rate);
  if (move.to !== null) {
    const reason = move.to === "held" ? move.reason : null;
    const { to } = move;
    await consoleDb().$transaction(async (tx) => {
      const lane = { requestId, relyingPartyId, worker: stepping.actor.workerId };
      const moved = await moveLane(tx, lane, { from: seen.phase, to, reason });
      // The first that is held calls somebody, who finds the others on the same page.
      if (moved && to === "held" && !moved.othersHeld) await tellOfHold(tx, "replay.held", requestId, moved);
    });
    return;
  }
  if (move.enqueue > 0) await inItsTrace(replay, () => takeTurn(stepping, replay, seen, move.enqueue));
}
