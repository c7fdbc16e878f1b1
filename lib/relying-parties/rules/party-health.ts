import { causeOf } from "@/lib/triage/rules/judge-deliveries";
import type { PartyHealth } from "../shapes";

type Outcome = { status: number | null; arrived: boolean; count: number };
type Last = Pick<PartyHealth, "lastDeliveredAt" | "lastFailedAt">;

const rejections: ReadonlySet<number | null> = new Set([400, 401, 403]);

/** What the probe makes of one relying party's answers, and the numbers by which it does. */
export function partyHealth(relyingPartyId: string, outcomes: readonly Outcome[], last: Last): PartyHealth {
  const total = (of: readonly Outcome[]): number => of.reduce((sum, { count }) => sum + count, 0);
  const failures = outcomes.filter(({ arrived }) => !arrived);
  const counts = {
    delivered: total(outcomes.filter(({ arrived }) => arrived)),
    failed: total(failures),
    conflicts: total(failures.filter(({ status }) => status === 409)),
    rejected: total(failures.filter(({ status }) => rejections.has(status))),
  };
  const { delivered, failed } = counts;
  return {
    delivered,
    failed,
    failures: failures.map(({ status, count }) => ({ status, count })),
    judgement: causeOf({ relyingPartyId, ...counts }) ?? (delivered + failed > 0 ? "well" : "quiet"),
    ...last,
  };
}
