import type { Judged } from "./judge";

/** How deliveries to one relying party went within the last two minutes. */
export type RecentDeliveries = {
  relyingPartyId: string;
  delivered: number;
  failed: number;
  /** Of the failed ones: answered 409, and answered 400, 401 or 403. */
  conflicts: number;
  rejected: number;
};

export const failureCauses = ["idempotency_conflict", "signature_rejected", "unwell"] as const;
export type FailureCause = (typeof failureCauses)[number];

/** Fewer failures than this are weather. */
const fewestFailures = 5;
/** So many relying parties at once, or a third of those with traffic, and the trouble is ours. */
const many = { atLeast: 3, share: 1 / 3 };

/** Whether a relying party takes less than half of what it is sent, and why, by most of its answers. */
export function causeOf({ delivered, failed, conflicts, rejected }: RecentDeliveries): FailureCause | null {
  if (failed < fewestFailures || failed < delivered) return null;
  if (conflicts * 2 >= failed) return "idempotency_conflict";
  return rejected * 2 >= failed ? "signature_rejected" : "unwell";
}

/** A look keeps so many shares: the worst of them. */
const mostShares = 50;

/** How much of what was sent failed: in all, and of each relying party, under `share_` and its id. */
export function sharesOf(recent: readonly RecentDeliveries[]): Readonly<Record<string, number>> {
  const shares = recent
    .map(({ relyingPartyId, delivered, failed }) => [`share_${relyingPartyId}`, share(failed, delivered)] as const)
    .toSorted(([, one], [, other]) => other - one);
  const sum = (count: (party: RecentDeliveries) => number): number =>
    recent.reduce((all, each) => all + count(each), 0);
  return {
    withTraffic: recent.length,
    failureShare: share(
      sum(({ failed }) => failed),
      sum(({ delivered }) => delivered),
    ),
    ...Object.fromEntries(shares.slice(0, mostShares)),
  };
}

const share = (failed: number, delivered: number): number =>
  failed + delivered === 0 ? 0 : Number((failed / (failed + delivered)).toFixed(4));

export type JudgedDeliveries = Judged & { failing: Record<FailureCause, string[]> };

/** What the last two minutes of deliveries say: nobody fails, some do, or so many that it is no longer theirs. */
export function judgeDeliveries(recent: readonly RecentDeliveries[]): JudgedDeliveries {
  const failing: Record<FailureCause, string[]> = { idempotency_conflict: [], signature_rejected: [], unwell: [] };
  for (const party of recent) {
    const cause = causeOf(party);
    if (cause) failing[cause].push(party.relyingPartyId);
  }
  const count = failing.unwell.length;
  if (count >= many.atLeast && count >= recent.length * many.share)
    return { status: "down", detail: "many_failing", failing };
  const cause = failureCauses.find((each) => failing[each].length > 0);
  return cause ? { status: "degraded", detail: cause, failing } : { status: "ok", detail: null, failing };
}

/** Due for longer than this and not sent: the dispatcher, which passes every few seconds, is behind or gone. */
const overdueLimitSeconds = 120;

export const judgeOutbox = (overdueSeconds: number): Judged =>
  overdueSeconds > overdueLimitSeconds
    ? { status: "degraded", detail: "dispatcher_behind" }
    : { status: "ok", detail: null };

/** A user whom Clerk knows for longer than this and the IdP does not: the sync is behind. */
const syncLimitSeconds = 120;

/** @param missingForSeconds age of the oldest of Clerk's newest users whom the IdP lacks; null when it lacks none */
export const judgeUserSync = (missingForSeconds: number | null): Judged =>
  (missingForSeconds ?? 0) > syncLimitSeconds
    ? { status: "degraded", detail: "users_missing" }
    : { status: "ok", detail: null };
