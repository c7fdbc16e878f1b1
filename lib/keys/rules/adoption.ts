import { keyKnowledge } from "@/lib/relying-parties/rules/key-knowledge";
import type { Adoption, KeyRing, Reader } from "../shapes/key";

/** How long a relying party may keep a copy of the key set: as it says, else as it was seen to. */
export const cacheSecondsOf = ({ declaredCacheSeconds, measuredCacheSeconds }: Reader): number | null =>
  declaredCacheSeconds ?? measuredCacheSeconds;

/** The longest of all that are known; null where none is. */
export function longestCacheSeconds({ readers }: Pick<KeyRing, "readers">): number | null {
  const known = readers.map(cacheSecondsOf).filter((each) => each !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/**
 * Whether a reader can verify with a key, by what it fetched last.
 * @param now instant of reading
 */
export function adoptionOf(reader: Reader, kid: string, now: Date): Adoption {
  const { id, name, on, fetch, declaredCacheSeconds, measuredCacheSeconds } = reader;
  const cacheSeconds = cacheSecondsOf(reader);
  const seen = fetch === null ? null : { at: fetch.at, hasActive: fetch.kids.includes(kid) };
  const knowledge = keyKnowledge({ activeKid: kid, fetch: seen, cacheSeconds }, now);
  return {
    id,
    name,
    on,
    cacheSeconds,
    cacheBy: declaredCacheSeconds !== null ? "declared" : measuredCacheSeconds !== null ? "measured" : null,
    fetchedAt: fetch?.at ?? null,
    knows: knowledge === "no_active_key" ? "never_seen" : knowledge,
    knownBy: seen === null || seen.hasActive || cacheSeconds === null ? null : later(seen.at, cacheSeconds),
  };
}

/** Everybody who verifies with the ring, and whether they can with this key. */
export const adoptionsOf = ({ readers }: Pick<KeyRing, "readers">, kid: string, now: Date): Adoption[] =>
  readers.map((reader) => adoptionOf(reader, kid, now));

/** Those of whom nobody has seen that they have the key. */
export const withoutKey = (ring: Pick<KeyRing, "readers">, kid: string, now: Date): Adoption[] =>
  adoptionsOf(ring, kid, now).filter(({ knows }) => knows !== "known");

/** @param at an ISO text @param seconds after it */
export const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString();
