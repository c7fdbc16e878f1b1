import type { FollowObservation, FollowState } from "../shapes";

export const isFinalFollow = (state: FollowState): boolean => state !== "queued" && state !== "sent";

/** Nobody took the row for this long: the dispatcher isn't working. @source design: domain §2 */
export const pickUpWithinMs = 10 * 60_000;

export type SeenRow = {
  enqueuedAt: string;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  dlqAt: string | null;
  deliveredAt: string | null;
};

/**
 * Where a retried delivery is, from what its row says now.
 * @param stamp what our retry wrote into `enqueued_at`: while it stands, the row is still on the way that we sent it
 * @param ageMs since our retry
 */
export function followOf(row: SeenRow | null, stamp: string, ageMs: number): FollowObservation {
  const seen = (state: FollowState): FollowObservation => ({
    state,
    attempts: row?.attempts ?? 0,
    lastStatus: row?.lastStatus ?? null,
    lastError: row?.lastError?.slice(0, 4_000) ?? null,
  });
  if (!row || row.enqueuedAt !== stamp) return seen("changed_elsewhere");
  if (row.deliveredAt !== null) return seen("delivered");
  if (row.dlqAt !== null) return seen("dead_again");
  if (row.attempts > 0) return seen("sent");
  return seen(ageMs > pickUpWithinMs ? "not_picked_up" : "queued");
}
