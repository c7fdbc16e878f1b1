import type { DeadGroup, RelyingPartyGroup, Told } from "../shapes";
import { keyOfGroup } from "./dead-groups";
import { normalisedError } from "./normalised-error";
import { causeOfRow } from "./refine";

/** Dead rows that were set aside: of one relying party, event, answer and error. */
export type DiscardedPart = {
  relyingPartyId: string;
  eventType: string;
  lastStatus: number | null;
  lastError: string | null;
  discarded: number;
};

const summed = (parts: readonly DiscardedPart[], keyOf: (part: DiscardedPart) => string): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const part of parts) sums.set(keyOf(part), (sums.get(keyOf(part)) ?? 0) + part.discarded);
  return sums;
};

/** Relying parties with how many of their dead were set aside: those stay dead in the IdP's table, and count there. */
export function partiesToldApart(
  parties: readonly RelyingPartyGroup[],
  parts: readonly DiscardedPart[],
): Told<RelyingPartyGroup>[] {
  const sums = summed(parts, ({ relyingPartyId }) => relyingPartyId);
  return parties.map((party) => ({ ...party, discarded: sums.get(party.id) ?? 0 }));
}

/** Groups with how many of them were set aside. */
export function groupsToldApart(groups: readonly DeadGroup[], parts: readonly DiscardedPart[]): Told<DeadGroup>[] {
  const sums = summed(parts, (part) =>
    keyOfGroup(
      part.relyingPartyId,
      causeOfRow({ ...part, attempts: 1 }),
      part.eventType,
      normalisedError(part.lastError),
    ),
  );
  return groups.map((group) => ({
    ...group,
    discarded: sums.get(keyOfGroup(group.relyingParty.id, group.cause, group.eventType, group.alike)) ?? 0,
  }));
}
