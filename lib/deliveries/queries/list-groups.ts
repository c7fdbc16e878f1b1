import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import type { RelyingPartyGroup } from "../shapes";
import { dead } from "./columns";
import { onIdentityDatabase } from "./identity-database";
import { lacks } from "./index-gaps";

/** How far the dead of one relying party are counted unless all are asked for. @source measured: perf, capped count per app */
export const boardCap = 2_000;

/**
 * Every relying party with its dead deliveries, most first. With the index each is counted up to a cap, which a stale visibility map
 * cannot make slow; without it all are read anyhow, once.
 * @source IdP incident playbook, "모니터링": the same predicate and grouping, with the relying parties that have none
 */
export async function listGroups(actor: Actor, cap: number | null = boardCap): Promise<RelyingPartyGroup[]> {
  if (await lacks(actor, "dead_by_app")) return countAnyhow();
  return cap === null ? countAll() : countUpTo(cap);
}

/** The oldest and the newest are the ends of the index, and cost nothing; the count reads no more than it must. */
function countAll(): Promise<RelyingPartyGroup[]> {
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<RelyingPartyGroup[]>`
      SELECT a.id::text AS id, a.name, a.webhook_enabled AS "webhookEnabled", coalesce(d.dead, 0)::int AS dead, false AS "atLeast",
             to_char(o.oldest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "oldestDeadAt", to_char(n.newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "newestDeadAt"
        FROM oauth_applications a
        LEFT JOIN (SELECT e.oauth_application_id, count(*) AS dead FROM webhook_outbox_entries e WHERE ${dead}
                    GROUP BY e.oauth_application_id) d ON d.oauth_application_id = a.id
        LEFT JOIN LATERAL (
         SELECT e.dlq_at AS oldest FROM webhook_outbox_entries e WHERE ${dead} AND e.oauth_application_id = a.id
          ORDER BY e.dlq_at, e.id LIMIT 1) o ON true
        LEFT JOIN LATERAL (
         SELECT e.dlq_at AS newest FROM webhook_outbox_entries e WHERE ${dead} AND e.oauth_application_id = a.id
          ORDER BY e.dlq_at DESC, e.id DESC LIMIT 1) n ON true
       ORDER BY coalesce(d.dead, 0) DESC, a.name`,
  );
}

function countUpTo(cap: number): Promise<RelyingPartyGroup[]> {
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<RelyingPartyGroup[]>`
      SELECT a.id::text AS id, a.name, a.webhook_enabled AS "webhookEnabled", least(d.dead, ${cap})::int AS dead,
             d.dead > ${cap} AS "atLeast", to_char(o.oldest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "oldestDeadAt",
             to_char(d.newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "newestDeadAt"
        FROM oauth_applications a
       CROSS JOIN LATERAL (
         SELECT count(*) AS dead, max(w.dlq_at) AS newest
           FROM (SELECT e.dlq_at FROM webhook_outbox_entries e WHERE ${dead} AND e.oauth_application_id = a.id
                  ORDER BY e.dlq_at DESC, e.id DESC LIMIT ${cap + 1}) w) d
        LEFT JOIN LATERAL (
         SELECT e.dlq_at AS oldest FROM webhook_outbox_entries e WHERE ${dead} AND e.oauth_application_id = a.id
          ORDER BY e.dlq_at, e.id LIMIT 1) o ON true
       ORDER BY least(d.dead, ${cap}) DESC, a.name`,
  );
}

/** Without the index: everything out of one reading of the table. */
function countAnyhow(): Promise<RelyingPartyGroup[]> {
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<RelyingPartyGroup[]>`
      SELECT a.id::text AS id, a.name, a.webhook_enabled AS "webhookEnabled", coalesce(d.dead, 0)::int AS dead, false AS "atLeast",
             to_char(d.oldest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "oldestDeadAt", to_char(d.newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "newestDeadAt"
        FROM oauth_applications a
        LEFT JOIN (SELECT oauth_application_id, count(*) AS dead, min(dlq_at) AS oldest, max(dlq_at) AS newest
                     FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
                    GROUP BY oauth_application_id) d ON d.oauth_application_id = a.id
       ORDER BY dead DESC, a.name`,
  );
}
