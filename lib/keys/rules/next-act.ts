import type { Result } from "@/lib/core/errors";
import type { KeyAct, KeyRing, NextAct, ServedSet, SigningKey } from "../shapes/key";
import { earliestActivation, earliestRetirement, mayActivate, mayPublish, mayRetire } from "./gates";

type World = { ring: KeyRing; served: ServedSet | null; now: Date };

/** Whether another key of the ring may be published, and why not. */
export const nextPublish = ({ ring }: World): NextAct => told("key.publish", mayPublish(ring), null);

/** What a key is waiting for: to sign, or to go. Null where nothing planned is left to do with it. */
export function nextAct({ ring, served, now }: World, key: SigningKey): NextAct | null {
  const asked = { ring, kid: key.kid, override: false, now };
  if (key.state === "published")
    return told("key.activate", mayActivate({ ...asked, served }), earliestActivation(ring, key));
  if (key.state === "grace") return told("key.retire", mayRetire(asked), earliestRetirement(ring, key));
  return null;
}

const told = (act: KeyAct, gate: Result<true>, earliest: string | null): NextAct => ({
  act,
  open: gate.ok,
  refusal: gate.ok ? null : gate.refusal,
  earliest,
});

/** Whether only somebody's word is missing for it: that who was not seen to have the key may do without, or dead rows may. */
export const canGoOnInSpite = ({ refusal }: NextAct): boolean => refusal?.facts?.overridable === true;
