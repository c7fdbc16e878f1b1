import type { Breakage, KeyRing, Reader, Refuser } from "../shapes/key";
import { later, withoutKey } from "./adoption";
import { tokenLifeSeconds, useOf } from "./gates";
import { activeIn, keyIn } from "./life";

/** Who would refuse what is signed from this moment on, were a key to sign now. It changes nothing. */
export const ifActivated = (ring: KeyRing, kid: string, now: Date): Breakage => ({
  readers: named(ring, kid, now),
  deliveries: 0,
  tokensUntil: null,
});

/** What could no longer be verified or signed, were a key to leave the key set now. It changes nothing. */
export function ifRetired(ring: KeyRing, kid: string, now: Date): Breakage {
  const key = keyIn(ring, kid);
  const active = activeIn(ring);
  const { dead, waiting } = useOf(ring, kid);
  const signedUntil = key?.state === "active" ? now.toISOString() : (active?.activatedAt ?? null);
  const tokensUntil =
    ring.of === "tokens" && signedUntil !== null && key?.activatedAt != null
      ? later(signedUntil, tokenLifeSeconds)
      : null;
  return {
    readers: active && active.kid !== kid ? named(ring, active.kid, now) : [],
    deliveries: dead + waiting,
    tokensUntil: tokensUntil !== null && Date.parse(tokensUntil) > now.getTime() ? tokensUntil : null,
  };
}

/**
 * Who may refuse what is signed from now on, and until when, were a key revoked and replaced now. It changes nothing. Nothing is delivered
 * to a relying party that is switched off; tokens it may be shown all the same.
 */
export function ifCompromised(ring: KeyRing, kid: string, now: Date): Refuser[] {
  const signs = activeIn(ring)?.kid ?? kid;
  // A successor that is not made yet is in nobody's copy.
  const readers = signs === kid ? ring.readers.map(withEmptyCopy) : ring.readers;
  const asked = withoutKey({ readers }, signs, now).filter(({ on }) => on || ring.of === "tokens");
  return asked.map(({ id, name, knows, knownBy }) => {
    const copy = knows === "not_yet" ? "held" : knows === "overdue" && knownBy !== null ? "over" : "unknown";
    return { id, name, copy, until: copy === "held" ? knownBy : null };
  });
}

const withEmptyCopy = (reader: Reader): Reader => ({ ...reader, fetch: reader.fetch && { ...reader.fetch, kids: [] } });

const named = (ring: KeyRing, kid: string, now: Date): Breakage["readers"] =>
  withoutKey(ring, kid, now).map(({ id, name, knownBy }) => ({
    id,
    name,
    until: knownBy !== null && Date.parse(knownBy) > now.getTime() ? knownBy : null,
  }));
