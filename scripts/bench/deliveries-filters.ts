import { type DeliveryFilter, deliveryFilter } from "@/lib/deliveries/shapes";

const apps = ["12", "17", "21", "24", "29", "33", "38", "41", "46", "52", "57", "120"];
const events = [
  "user.updated",
  "identity.linked",
  "session.revoked",
  "user.created",
  "consent.withdrawn",
  "user.deleted",
];
const statuses = ["5xx", "4xx", "3xx", "none", "503", "401", "409", "422"];
const ages = ["age<1h", "age<6h", "age>12h", "age>1d"];
/** What errors say, most of it at one relying party only. */
const words = [
  "ReadTimeout",
  "upstream connect error",
  "Bad Gateway",
  "ECONNREFUSED",
  "unknown kid",
  "signature verification",
]
  .concat(["key already processed", "execution expired", "deadlock", "NoMethodError", "is missing", "cannot parse"])
  .concat(["retired", "Moved Permanently", "Too Many Requests", "no healthy upstream", "certificate", "allow list"]);

/** A random number from 0 to below 1, the same in every run. @source mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Filters as people put them together, contradictions included; every tenth looks for an id that one error holds. */
export function randomFilters(count: number, ids: readonly string[]): DeliveryFilter[] {
  const next = seeded(7);
  const any = <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)];
  const often = (share: number, of: readonly string[]): string => (next() < share ? (any(of) ?? "") : "");
  return Array.from({ length: count }, (_, place) => {
    if (place % 10 === 9) return deliveryFilter.parse({ q: ids[place % ids.length] });
    const [status, word, age] = [often(0.45, statuses), often(0.35, words), often(0.2, ages)];
    const q = [status && `status:${status}`, word && `error:"${word}"`, age].filter(Boolean).join(" ");
    return deliveryFilter.parse({ app: often(0.6, apps), event: often(0.4, events), q });
  });
}
