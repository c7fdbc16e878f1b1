import { hours } from "@/lib/core/duration";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { KeyRing, KeyUse, ServedSet, SigningKey } from "../shapes/key";
import { later, longestCacheSeconds, withoutKey } from "./adoption";
import { activeIn, keyIn, mayBecome, publishedIn } from "./life";

/** How long a token may be shown after it was signed. @source design: keys, tokens live 60 minutes */
export const tokenLifeSeconds = hours(1) / 1_000;

type Asked = {
  ring: KeyRing;
  kid: string;
  /** Goes on although somebody was not seen to have the key, or dead rows would stay with it; who asks says why. */
  override: boolean;
  /** The other key of the ring, or this one, is in strangers' hands: of tokens, for which there is no compromise, the clock is passed over. */
  leaked?: boolean;
  now: Date;
};

/** Whether a rotation may not wait. Webhook keys have a compromise of their own, which is quicker and whole. */
const isLeaked = ({ ring, leaked = false }: Pick<Asked, "ring" | "leaked">): boolean => leaked && ring.of === "tokens";

/**
 * Whether another key may be published: one at a time, beside one that signs.
 * @refuses key_already_published, no_active_key
 */
export function mayPublish(ring: Pick<KeyRing, "keys">): Result<true> {
  const published = publishedIn(ring);
  if (published) return refuse("key_already_published", { kid: published.kid });
  return activeIn(ring) ? ok(true) : refuse("no_active_key");
}

/** From when on a published key may sign: whoever fetched the set the moment before has asked again by then. */
export const earliestActivation = (ring: Pick<KeyRing, "readers">, { publishedAt }: SigningKey): string | null =>
  publishedAt === null ? null : later(publishedAt, longestCacheSeconds(ring) ?? 0);

/**
 * Whether a published key may sign from now on.
 * @param asked.served what the key set serves now; null where it did not answer
 * @refuses key_not_found, key_wrong_state, key_not_served, key_too_early, key_not_adopted
 * @source rotation invariants: the first signature comes no sooner than publishing and the cache of whoever verifies
 */
export function mayActivate(asked: Asked & { served: ServedSet | null }): Result<true> {
  const { ring, kid, override, now, served } = asked;
  const key = keyIn(ring, kid);
  if (!key) return refuse("key_not_found");
  const earliest = earliestActivation(ring, key);
  if (!mayBecome(key.state, "active") || earliest === null) return refuse("key_wrong_state", { state: key.state });
  if (!served?.kids.includes(kid)) return refuse("key_not_served", { kid }); // guard: served-before-active
  if (isLeaked(asked)) return ok(true);
  if (now.getTime() < Date.parse(earliest)) return refuse("key_too_early", { earliest }); // guard: soak
  return override ? ok(true) : adoptedBy(ring, kid, now); // guard: adopted-before-active
}

/** When a key was last seen to sign, or may last have signed. */
function lastSignature(ring: KeyRing, key: SigningKey): string | null {
  const times = [activeIn(ring)?.activatedAt, useOf(ring, key.kid).lastDeliveredAt].filter((each) => each != null);
  return times.toSorted().at(-1) ?? null;
}

/** From when on a key in grace may be retired. Null: no other key signs, so there is no such time. */
export function earliestRetirement(ring: KeyRing, key: SigningKey): string | null {
  const last = lastSignature(ring, key);
  if (last === null) return null;
  const aliveSeconds = ring.of === "tokens" ? tokenLifeSeconds : 0;
  const drained = later(last, (longestCacheSeconds(ring) ?? 0) + aliveSeconds);
  return key.graceUntil !== null && Date.parse(key.graceUntil) > Date.parse(drained) ? key.graceUntil : drained;
}

/**
 * Whether a key may be taken out of the key set. One that never signed may be at once: that takes a rotation back.
 * @refuses key_not_found, key_wrong_state, no_active_key, key_still_used, key_too_early, key_not_adopted
 * @source rotation invariants: retired after its last signature, the cache of whoever verifies, and what waits with it
 */
export function mayRetire(asked: Asked): Result<true> {
  const { ring, kid, override, now } = asked;
  const key = keyIn(ring, kid);
  if (!key) return refuse("key_not_found");
  if (!mayBecome(key.state, "retired")) return refuse("key_wrong_state", { state: key.state }); // guard: never-retire-active
  const active = activeIn(ring);
  if (!active) return refuse("no_active_key");
  if (ring.usesUnread) return refuse("identity_database_unreachable");
  const { waiting, dead } = useOf(ring, kid);
  if (waiting > 0) return refuse("key_still_used", { count: waiting }); // guard: drained
  if (key.state === "published" || isLeaked(asked)) return ok(true);
  const earliest = earliestRetirement(ring, key);
  if (earliest === null || now.getTime() < Date.parse(earliest))
    return refuse("key_too_early", earliest === null ? {} : { earliest }); // guard: grace
  if (override) return ok(true);
  if (dead > 0) return refuse("key_still_used", { count: dead, overridable: true }); // guard: dead-with-key
  return adoptedBy(ring, active.kid, now); // guard: adopted-before-retired
}

/**
 * Whether a key can be revoked and replaced at once. Only webhook keys can: there is no such task for those that sign tokens.
 * @refuses key_not_found, key_task_missing, key_wrong_state, no_active_key
 * @source IdP contract: webhooks:compromise
 */
export function mayCompromise({ ring, kid }: Pick<Asked, "ring" | "kid">): Result<true> {
  const key = keyIn(ring, kid);
  if (!key) return refuse("key_not_found");
  if (ring.of === "tokens") return refuse("key_task_missing");
  if (!mayBecome(key.state, "compromised")) return refuse("key_wrong_state", { state: key.state });
  return key.state === "active" || activeIn(ring) ? ok(true) : refuse("no_active_key"); // guard: never-without-successor
}

const unused: Omit<KeyUse, "kid"> = { dead: 0, waiting: 0, lastDeliveredAt: null };

export const useOf = ({ uses }: Pick<KeyRing, "uses">, kid: string): KeyUse =>
  uses.find((use) => use.kid === kid) ?? { kid, ...unused };

function adoptedBy(ring: KeyRing, kid: string, now: Date): Result<true> {
  const missing = withoutKey(ring, kid, now);
  return missing.length === 0
    ? ok(true)
    : refuse("key_not_adopted", {
        relyingParty: missing.map(({ name }) => name).join(", "),
        count: missing.length,
        overridable: true,
      });
}
