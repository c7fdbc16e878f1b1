import { type Clock, createClock } from "./clock";
import { createFaults, type Faults } from "./faults";
import { createJournal, type Journal } from "./journal";
import { createScenarios, type Scenarios } from "./scenarios";

/** What every neighbour of the sandbox shares. */
export type Kernel = { clock: Clock; faults: Faults; journal: Journal; scenarios: Scenarios };

export function createKernel(): Kernel {
  const faults = createFaults();
  return { clock: createClock(), faults, journal: createJournal(), scenarios: createScenarios(faults) };
}
