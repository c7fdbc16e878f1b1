import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/identity-provider/client";
import type { RecentDeliveries } from "../rules/judge-deliveries";

/**
 * The last two minutes, from what has an index: rows that wait for another attempt, rows that died, and those of the newest two
 * thousand that arrived. Beside a larger traffic than that, failures weigh more than they should, and never less.
 */
const outcome = Prisma.sql`
  lately AS (SELECT (now() AT TIME ZONE 'UTC') - interval '2 minutes' AS at),
  outcome AS (
    SELECT e.oauth_application_id, e.last_status, false AS arrived FROM webhook_outbox_entries e, lately
     WHERE e.delivered_at IS NULL AND e.dlq_at IS NULL AND e.attempts > 0 AND e.updated_at > lately.at
    UNION ALL
    SELECT e.oauth_application_id, e.last_status, false FROM webhook_outbox_entries e, lately
     WHERE e.dlq_at IS NOT NULL AND e.delivered_at IS NULL AND e.dlq_at > lately.at
    UNION ALL
    SELECT e.oauth_application_id, e.last_status, true
      FROM (SELECT * FROM webhook_outbox_entries ORDER BY id DESC LIMIT 2000) e, lately WHERE e.delivered_at > lately.at)`;

/** How deliveries to every relying party with traffic went. */
export async function listRecentDeliveries(_actor: Actor): Promise<RecentDeliveries[]> {
  return identityProviderRead().$queryRaw<RecentDeliveries[]>`
    WITH ${outcome}
    SELECT oauth_application_id::text AS "relyingPartyId", count(*) FILTER (WHERE arrived)::int AS delivered,
           count(*) FILTER (WHERE NOT arrived)::int AS failed, count(*) FILTER (WHERE NOT arrived AND last_status = 409)::int AS conflicts,
           count(*) FILTER (WHERE NOT arrived AND last_status IN (400, 401, 403))::int AS rejected
      FROM outcome GROUP BY oauth_application_id ORDER BY oauth_application_id`;
}

export type OutcomeCount = { status: number | null; arrived: boolean; count: number };

/** How deliveries to one relying party went, by answer: the numbers that the probe has. */
export async function listOutcomesOf(_actor: Actor, relyingPartyId: string): Promise<OutcomeCount[]> {
  return identityProviderRead().$queryRaw<OutcomeCount[]>`
    WITH ${outcome}
    SELECT last_status AS status, arrived, count(*)::int AS count
      FROM outcome WHERE oauth_application_id = ${BigInt(relyingPartyId)}
     GROUP BY last_status, arrived ORDER BY count DESC, last_status`;
}
