import { afterAll, beforeAll, describe, it } from "vitest";
import { Killed, mortal } from "../support/replay-deaths";
import { ReplayFaults } from "../support/replay-faults";
import { checkHistory } from "../support/replay-history";
import { ReplayStage } from "../support/replay-stage";

let stage: ReplayStage;
let faults: ReplayFaults;
beforeAll(async () => {
  stage = await ReplayStage.open();
  faults = new ReplayFaults(stage.idp);
  await faults.open();
});
afterAll(async () => {
  await faults.close();
  await stage.close();
});

/** `npm run storm` asks for others. */
const first = Number(process.env.SALLYPORT_STORM_SEED ?? 1);
const seeds = Array.from({ length: Number(process.env.SALLYPORT_STORM_SEEDS ?? 200) }, (_, at) => first + at);

describe("D-01: workers that are killed at any place", () => {
  it.concurrent.each(seeds)("lose nothing and double nothing (seed %i)", async (seed) => {
    const party = await stage.party(12 + (seed % 5));
    const id = await stage.begun({ filter: { app: party } });
    const workers = [mortal(stage, seed, 3), mortal(stage, seed + 1_000, 3)];
    for (let turn = 0; (await stage.replay(id)).final_at === null; turn += 1) {
      if (turn > 200) throw new Error("the replay does not come to its end");
      const worker = workers[turn % 2] ?? stage.worker();
      await stage.step(worker, id).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      await stage.openChunksAreLate(id);
      // Of every third one somebody takes back what a slow dispatcher has not tried yet.
      const undone = seed % 3 === 0;
      if (undone && turn === 4 + (seed % 31)) await stage.undo(id);
      await stage.dispatch(party, turn % 5 === seed % 5 && turn > 12 ? "dies" : "arrives", undone ? 1 : undefined);
    }
    await checkHistory(stage, faults, id, [party]);
  });
});
