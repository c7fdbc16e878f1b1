import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { isFinalFollow } from "../rules/follow";
import type { FollowObservation } from "../shapes";

/** Starts watching a retried delivery. Asked twice for one request, it watches once. */
export async function followFrom(
  tx: ConsoleTransaction,
  follow: { requestId: string; deliveryId: string; stamp: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO delivery_follows (request_id, delivery_id, stamp, state)
    VALUES (${follow.requestId}::uuid, ${BigInt(follow.deliveryId)}, ${follow.stamp}, 'queued') ON CONFLICT (request_id) DO NOTHING`;
}

/**
 * Writes down what was seen of it, and the attempt where there was one.
 * @returns false when that was known: of two workers that saw the same, one writes
 */
export async function observe(
  tx: ConsoleTransaction,
  { requestId, deliveryId, seen }: { requestId: string; deliveryId: string; seen: FollowObservation },
): Promise<boolean> {
  const final = isFinalFollow(seen.state);
  const changed = await tx.$executeRaw`
    UPDATE delivery_follows SET state = ${seen.state}, attempts = ${seen.attempts}, last_status = ${seen.lastStatus}, changed_at = now(),
           final_at = CASE WHEN ${final} THEN now() END
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND (state <> ${seen.state} OR attempts <> ${seen.attempts})`;
  if (changed === 0) return false;
  const attempted = seen.state === "sent" || seen.state === "delivered" || seen.state === "dead_again";
  if (!attempted) return true;
  const { attempts, lastStatus: status, lastError: error, state: result } = seen;
  await tx.deliveryObservation.create({
    data: { deliveryId: BigInt(deliveryId), requestId, attempt: attempts, status, error, result },
  });
  return true;
}
