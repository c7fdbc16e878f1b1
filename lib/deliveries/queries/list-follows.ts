import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import type { SeenRow } from "../rules/follow";
import type { FollowState } from "../shapes";
import { onIdentityDatabase } from "./identity-database";

export type FollowInFlight = {
  requestId: string;
  deliveryId: string;
  stamp: string;
  state: FollowState;
  attempts: number;
  ageMs: number;
  /** The trace of the request. */
  traceparent: string | null;
};

/** Retried deliveries that are not at their end, oldest first. */
export async function listFollowsInFlight(_actor: SystemActor): Promise<FollowInFlight[]> {
  return consoleDb().$queryRaw<FollowInFlight[]>`
    SELECT request_id::text AS "requestId", delivery_id::text AS "deliveryId", stamp, state, attempts,
           (extract(epoch FROM now() - started_at) * 1000)::float8 AS "ageMs",
           (SELECT r.traceparent FROM action_requests r WHERE r.id = request_id) AS traceparent
      FROM delivery_follows WHERE final_at IS NULL ORDER BY started_at LIMIT 1000`;
}

/** What the IdP's rows say now, by id, in one indexed query. */
export async function readSeenRows(_actor: SystemActor, ids: readonly string[]): Promise<Map<string, SeenRow>> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<(SeenRow & { id: string })[]>`
      SELECT id::text AS id, to_char(enqueued_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "enqueuedAt", attempts, last_status AS "lastStatus",
             left(last_error, 4000) AS "lastError", dlq_at::text AS "dlqAt", delivered_at::text AS "deliveredAt"
        FROM webhook_outbox_entries WHERE id = ANY(${ids.map(BigInt)})`,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
