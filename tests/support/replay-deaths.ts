import type { Place } from "@/lib/operations/replays/stepping";
import type { ReplayStage, Worker } from "./replay-stage";

/** What a worker dies of. */
export class Killed extends Error {}

/** A worker that dies as often as it is told to, each time at a place that the seed chooses. */
export function mortal(stage: ReplayStage, seed: number, deaths: number): Worker {
  let [state, left] = [seed, deaths];
  const chance = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return stage.worker({
    async at() {
      if (left === 0 || chance() > 0.4) return;
      left -= 1;
      throw new Killed();
    },
  });
}

/** Does something at a place, the first time that the worker comes there. */
export function once(place: Place, act: () => Promise<void>): (at: Place) => Promise<void> {
  let done = false;
  return async (at) => {
    if (at !== place || done) return;
    done = true;
    await act();
  };
}
