import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/**
 * Whether we kept what an earlier round of attempts ended with: the key went out in it. Evidence of an act that put nothing back into the
 * outbox is of the same round, and does not count.
 */
export async function hasEarlierRound(_actor: Actor, deliveryId: string): Promise<boolean> {
  const rows = await consoleDb().$queryRaw<{ kept: boolean }[]>`
    SELECT EXISTS (SELECT FROM delivery_evidence e JOIN delivery_follows f USING (request_id)
                    WHERE e.delivery_id = ${BigInt(deliveryId)} AND e.attempts > 0) AS kept`;
  return rows[0]?.kept === true;
}
