import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** The same people were merged twice at the same moment, and the links contradict each other. */
export function mergeRace(_kernel: Kernel, { identityProvider }: Surroundings): Scenario {
  return reversible(
    { name: "merge-race", title: "Two merges of the same people contradict each other" },
    async ({ later }) => later(await identityProvider.raceMerges()),
  );
}
