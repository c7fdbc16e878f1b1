import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

export type KeptByReplay = { attempts: number; lastStatus: number | null; lastError: string | null; at: Date };

/** What a delivery said each time before a replay put it back, the latest first: it lies in the chunk that did, found by the stamp. */
export async function listKeptByReplays(_actor: Actor, deliveryId: string): Promise<KeptByReplay[]> {
  const id = BigInt(deliveryId);
  return consoleDb().$queryRaw<KeptByReplay[]>`
    SELECT c.attempts[at.place] AS attempts, c.last_statuses[at.place] AS "lastStatus", c.last_errors[at.place] AS "lastError",
           r.dlq_at AT TIME ZONE 'UTC' AS at
      FROM replays p JOIN replay_rows r ON r.set_id = p.set_id AND r.delivery_id = ${id} AND r.enqueued_at IS NOT NULL
      JOIN replay_chunks c ON c.request_id = p.request_id AND c.stamp <= r.stamp AND c.stamp > r.stamp - interval '10 milliseconds'
     CROSS JOIN LATERAL (SELECT array_position(c.ids, ${id}) AS place) at
     WHERE at.place IS NOT NULL ORDER BY c.opened_at DESC`;
}
