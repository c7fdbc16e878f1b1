import "server-only";
import type { Actor } from "@/lib/access/actor";
import { Refused } from "@/lib/core/errors";
import { adoptionsOf } from "../rules/adoption";
import { ifActivated, ifRetired } from "../rules/breakage";
import { mayCompromise } from "../rules/gates";
import { keyIn } from "../rules/life";
import { keyLineOf, ringLineOf } from "../rules/lines";
import { readableKid } from "../shapes/key";
import type { KeyView } from "../shapes/views";
import { findMismatch } from "./find-mismatch";
import { findRingOf } from "./find-ring";
import { findRotationOf } from "./rotation";
import { readServedSet } from "./served-set";

/**
 * One key: who has it, what is signed with it, what can be done with it now, and who would break.
 * @throws Refused key_not_found, identity_database_unreachable
 */
export async function keyView(actor: Actor, text: string): Promise<KeyView> {
  const kid = readableKid.safeParse(text).data;
  const [ring, served] = await Promise.all([kid ? findRingOf(actor, kid) : null, readServedSet(actor)]);
  const key = ring && kid ? keyIn(ring, kid) : undefined;
  if (!ring || !key) throw new Refused({ code: "key_not_found" });
  const now = new Date(ring.at);
  const world = { ring, served: served.ok ? served.value : null, now };
  const [refusals, rotation] = await Promise.all([
    key.state === "active" && ring.of !== "tokens" ? findMismatch(actor, world) : noRefusals,
    findRotationOf(actor, ring.of, key.kid),
  ]);
  const gate = mayCompromise({ ring, kid: key.kid });
  return {
    now: new Date().toISOString(),
    of: ring.of,
    name: ring.name,
    key: keyLineOf(world, key),
    ring: ringLineOf(world, key.kid),
    adoption: adoptionsOf(ring, key.kid, now),
    fetchesUnread: ring.fetchesUnread,
    served,
    uses: ring.usesUnread ? null : ring.uses,
    ifActivated: key.state === "published" ? ifActivated(ring, key.kid, now) : null,
    ifRetired: ["active", "grace"].includes(key.state) ? ifRetired(ring, key.kid, now) : null,
    compromise: gate.ok ? null : gate.refusal,
    rotation,
    ...refusals,
  };
}

/** Only who is sent something signed with a key can refuse it. */
const noRefusals = { mismatch: null, refusalsUnread: false };
