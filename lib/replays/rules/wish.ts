import { readSearch } from "@/lib/deliveries/rules/search";
import { type DeliveryFilter, deliveryFilter } from "@/lib/deliveries/shapes";
import type { FrozenSet, ReplayFilter, ReplayWish } from "../shapes";
import { frozenSet } from "../shapes";

/** A wish's filter as the list of dead deliveries has it. */
export const asDeliveryFilter = (filter: ReplayFilter): DeliveryFilter =>
  deliveryFilter.parse({
    state: "dead",
    app: filter.app ?? "",
    event: filter.event ?? "",
    status: filter.status ?? "",
    q: filter.q ?? "",
  });

/** Whether a filter's search means what it says: a piece that was not understood would let in more than was meant. */
export function isUnderstood({ q = "" }: ReplayFilter): boolean {
  const { terms, misread } = readSearch(q);
  return misread.length === 0 && terms.every(({ field, value }) => field !== "state" || value === "dead");
}

/** How much of what an approver saw is no longer as it was. Rows never turn back: what was unchanged then can only become fewer. */
export function driftOfSet(seen: unknown, now: unknown): { changed: number; total: number } {
  const [then, present]: [FrozenSet, FrozenSet] = [frozenSet.parse(seen), frozenSet.parse(now)];
  if (then.hash !== present.hash) return { changed: then.unchanged, total: then.unchanged };
  return { changed: Math.max(0, then.unchanged - present.unchanged), total: then.unchanged };
}

const listed = (list: readonly string[] | undefined): string => JSON.stringify((list ?? []).toSorted());

/** Whether an offer is part of what was asked for: fewer rows, fewer relying parties or a lower pace, and nothing else but that. */
export function narrowsReplay(original: ReplayWish, offered: ReplayWish): boolean {
  const same =
    JSON.stringify(original.filter) === JSON.stringify(offered.filter) &&
    listed(original.ids) === listed(offered.ids) &&
    original.includeSuperseded === offered.includeSuperseded &&
    original.includeHeld === offered.includeHeld;
  const slower = original.ratePerSecond - offered.ratePerSecond;
  const fewer = (original.atMost ?? Number.POSITIVE_INFINITY) - (offered.atMost ?? Number.POSITIVE_INFINITY);
  const [asked, kept] = [original.relyingParties, offered.relyingParties];
  const within =
    kept === undefined ? asked === undefined : asked === undefined || kept.every((id) => asked.includes(id));
  const narrower =
    slower > 0 || fewer > 0 || (kept !== undefined && kept.length < (asked?.length ?? Number.POSITIVE_INFINITY));
  return same && within && slower >= 0 && !(fewer < 0) && narrower;
}
