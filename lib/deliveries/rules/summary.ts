import type { Cause, DeadGroup, RelyingPartyGroup, Told } from "../shapes";

/** A line of the public summary, in the words of the IdP's tables. `causes`: null for those who see counts only. */
export type SummaryLine = {
  oauth_application_id: string;
  name: string;
  dead_count: number;
  /** Counting ended at a cap: there are more. */
  at_least: boolean;
  discarded_count: number;
  oldest_dlq_at: string | null;
  causes: { cause: Cause; dead_count: number; at_least: boolean }[] | null;
};

/** Relying parties that have dead deliveries, most first, each with what they died of. */
export function summaryOf(
  parties: readonly Told<RelyingPartyGroup>[],
  groups: readonly DeadGroup[] | null,
): SummaryLine[] {
  return parties
    .filter(({ dead }) => dead > 0)
    .map(({ id, name, dead, atLeast, discarded, oldestDeadAt }) => ({
      oauth_application_id: id,
      name,
      dead_count: dead,
      at_least: atLeast,
      discarded_count: discarded,
      oldest_dlq_at: oldestDeadAt,
      causes: groups && causesOf(groups.filter(({ relyingParty }) => relyingParty.id === id)),
    }));
}

function causesOf(groups: readonly DeadGroup[]): NonNullable<SummaryLine["causes"]> {
  const sums = new Map<Cause, { dead_count: number; at_least: boolean }>();
  for (const { cause, dead, atLeast } of groups) {
    const sum = sums.get(cause);
    sums.set(cause, { dead_count: dead + (sum?.dead_count ?? 0), at_least: atLeast || (sum?.at_least ?? false) });
  }
  return [...sums]
    .map(([cause, sum]) => ({ cause, ...sum }))
    .sort((a, b) => b.dead_count - a.dead_count || a.cause.localeCompare(b.cause));
}
