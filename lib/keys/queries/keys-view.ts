import "server-only";
import type { Actor } from "@/lib/access/actor";
import { ringLineOf } from "../rules/lines";
import { setFaults } from "../rules/served";
import type { KeysView } from "../shapes/views";
import { readRings } from "./read-rings";
import { readServedSet } from "./served-set";

/** Every ring with its keys, what is served of them, and where the two differ. @refuses identity_database_unreachable */
export async function keysView(actor: Actor): Promise<KeysView> {
  const [rings, served] = await Promise.all([readRings(null), readServedSet(actor)]);
  const set = served.ok ? served.value : null;
  return {
    now: new Date().toISOString(),
    rings: rings
      .filter(({ of, keys }) => of === "tokens" || keys.length > 0)
      .map((ring) => ringLineOf({ ring, served: set, now: new Date(ring.at) })),
    served,
    faults: set === null ? [] : setFaults(rings, set),
  };
}
