import "server-only";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { nextChunkSize } from "@/lib/replays/rules/pace";
import { adaptLane } from "@/lib/replays/writes/chunk";
import { type Lane, type MovingReplay, openChunk, type ReadChunk, readChunk, settle, touchChunk } from "./chunk";
import { later } from "./later";
import type { Stepping } from "./stepping";

/** One lane holds the others up for no longer than this. */
const laneTurnMs = seconds(3);

/**
 * Puts so many rows of a lane back, chunk after chunk. While the IdP's database updates one, the next is read and the one before is
 * written down, so that neither database waits for the other. A chunk begins when the one before it has been updated, not sooner: who
 * pauses meanwhile sees one end, and no other begin.
 */
export async function takeTurn(stepping: Stepping, replay: MovingReplay, begun: Lane, wanted: number): Promise<void> {
  const { requestId } = replay;
  const until = performance.now() + laneTurnMs;
  let lane = begun;
  let left = wanted;
  const read = (from: Lane, most: number): Promise<ReadChunk | null> =>
    later(most > 0 ? readChunk(stepping, replay, from, Math.min(most, from.chunkSize)) : Promise.resolve(null));
  let [reading, settling] = [read(lane, left), Promise.resolve()];
  try {
    while (left > 0 && performance.now() < until) {
      const chunk = await reading;
      if (!chunk) {
        if (lane.cursor) await adapt(replay, lane, { sweepAgain: true });
        return;
      }
      const opened = await openChunk(stepping, replay, lane, chunk);
      if (!opened) return;
      left -= opened.rows;
      lane = { ...lane, cursor: chunk.next.last };
      const touching = later(touchChunk(stepping, opened));
      reading = read(lane, left);
      const ended = await touching;
      await settling;
      settling = later(settle(stepping, requestId, ended));
      lane = {
        ...lane,
        chunkSize: nextChunkSize(lane.chunkSize, { ...ended, rows: opened.rows, failed: ended.failed || ended.inVain }),
      };
      if (!ended.failed) continue;
      await settling;
      await adapt(replay, lane, { sweepAgain: true });
      lane = { ...lane, cursor: null };
      reading = read(lane, left);
    }
    await adapt(replay, lane, { sweepAgain: false });
  } finally {
    await settling;
  }
}

async function adapt(
  { requestId }: MovingReplay,
  { relyingPartyId, chunkSize }: Lane,
  { sweepAgain }: { sweepAgain: boolean },
): Promise<void> {
  await consoleDb().$transaction((tx) => adaptLane(tx, { requestId, relyingPartyId }, { chunkSize, sweepAgain }));
}
