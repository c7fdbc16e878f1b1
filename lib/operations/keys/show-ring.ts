import "server-only";
import { adoptionsOf } from "@/lib/keys/rules/adoption";
import type { Breakage, KeyRing } from "@/lib/keys/shapes/key";
import type { Phrase, Preview } from "../define";

/** A ring in plain characters: its relying party's name, or the protocol whose tokens its keys sign. */
export const subjectOf = ({ name }: Pick<KeyRing, "name">): string => name ?? "OIDC";

export const readersBlast = ({ readers }: Pick<KeyRing, "readers">, deliveries = 0): Preview["blast"] => ({
  deliveries,
  relyingParties: readers.length,
  people: 0,
  requests: 0,
});

/** Who breaks now, by name, as warnings: one line each, the longest list cut. */
export function breakageWarnings({ readers, deliveries, tokensUntil }: Breakage): Phrase[] {
  const shown = readers.slice(0, mostNamed);
  return [
    ...shown.map(({ name, until }): Phrase => {
      if (until === null) return { key: "keys.breaks.reader", values: { relyingParty: name } };
      return { key: "keys.breaks.readerUntil", values: { relyingParty: name, until: minuteOf(until) } };
    }),
    ...(readers.length > shown.length
      ? [{ key: "keys.breaks.more", values: { count: readers.length - shown.length } }]
      : []),
    ...(deliveries > 0 ? [{ key: "keys.breaks.deliveries", values: { count: deliveries } }] : []),
    ...(tokensUntil === null ? [] : [{ key: "keys.breaks.tokens", values: { until: minuteOf(tokensUntil) } }]),
  ];
}

const mostNamed = 8;

/** Until when readers may go on trusting a key that has left the set, by the copies that they hold. */
export function trustLines(ring: KeyRing, kid: string, now: Date): Phrase[] {
  return ring.readers.map((reader): Phrase => {
    const { name } = reader;
    const [seen] = adoptionsOf({ readers: [reader] }, kid, now);
    const ends =
      seen?.fetchedAt && seen.cacheSeconds !== null
        ? new Date(Date.parse(seen.fetchedAt) + seen.cacheSeconds * 1_000)
        : null;
    if (ends === null) return { key: "keys.compromise.trustUnknown", values: { relyingParty: name } };
    return ends > now
      ? { key: "keys.compromise.trustUntil", values: { relyingParty: name, until: minuteOf(ends.toISOString()) } }
      : { key: "keys.compromise.trustOver", values: { relyingParty: name } };
  });
}

/** An instant in a sentence of a stored request, which is read in several languages and zones. */
const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;
