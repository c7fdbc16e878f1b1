import type { KeyRing, ServedSet, SetFault } from "../shapes/key";
import { isServed } from "./life";

/**
 * How the key set that is served differs from what the database says should be in it. A copy that is kept on the way explains a
 * difference for as long as its age allows, and no longer.
 */
export function setFaults(rings: readonly Pick<KeyRing, "keys">[], { kids }: ServedSet): SetFault[] {
  const known = new Map(rings.flatMap(({ keys }) => keys.map(({ kid, state }) => [kid, state] as const)));
  const missing = [...known]
    .filter(([kid, state]) => isServed(state) && !kids.includes(kid))
    .map(([kid]): SetFault => ({ kid, fault: "not_served" }));
  const stray = kids.flatMap((kid): SetFault[] => {
    const state = known.get(kid);
    if (state === undefined) return [{ kid, fault: "served_unknown" }];
    return isServed(state) ? [] : [{ kid, fault: "served_though_withdrawn" }];
  });
  return [...missing, ...stray];
}
