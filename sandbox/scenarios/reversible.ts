import type { Scenario } from "../kernel/scenarios";
import { createTraffic, type Traffic } from "./traffic";

export type Undo = () => unknown;

/** What a scenario does with its hands. */
export type Hands = {
  /** Hands over an undo, as soon as there is something to undo. */
  later: (undo: Undo) => void;
  /** Goes on doing something every few seconds, until the scenario is stopped. */
  meanwhile: (send: () => Promise<unknown>, everyMs?: number) => void;
};

/**
 * A scenario whose acts each say how they are taken back. Stopping ends what goes on and then takes back everything, the latest first;
 * a start that breaks off leaves nothing behind either.
 */
export function reversible(
  names: Pick<Scenario, "name" | "title">,
  begin: (hands: Hands) => void | Promise<void>,
): Scenario {
  let undos: Undo[] = [];
  let traffics: Traffic[] = [];
  const hands: Hands = {
    later: (undo) => void undos.push(undo),
    meanwhile(send, everyMs) {
      const traffic = createTraffic(send, everyMs);
      traffics.push(traffic);
      traffic.start();
    },
  };

  async function stop(): Promise<void> {
    for (const traffic of traffics) await traffic.stop();
    const due = undos.toReversed();
    undos = [];
    traffics = [];
    const failures: unknown[] = [];
    for (const undo of due) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
        // Tried again by the next stop.
        undos.unshift(undo);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${names.name} could not be taken back completely`);
  }

  return {
    ...names,
    async start() {
      try {
        await begin(hands);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
}
