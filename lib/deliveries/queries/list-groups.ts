import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import type { RelyingPartyGroup } from "../shapes";
import { onIdentityDatabase } from "./identity-database";

/**
 * Every relying party with its dead deliveries, most first.
 * @source IdP incident playbook, "모니터링": the same predicate and grouping, with the relying parties that have none
 */
export async function listGroups(_actor: Actor): Promise<RelyingPartyGroup[]> {
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<RelyingPartyGroup[]>`
      SELECT a.id::text AS id, a.name, a.webhook_enabled AS "webhookEnabled", coalesce(d.dead, 0)::int AS dead,
             to_char(d.oldest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "oldestDeadAt", to_char(d.newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "newestDeadAt"
        FROM oauth_applications a
        LEFT JOIN (SELECT oauth_application_id, count(*) AS dead, min(dlq_at) AS oldest, max(dlq_at) AS newest
                     FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
                    GROUP BY oauth_application_id) d ON d.oauth_application_id = a.id
       ORDER BY dead DESC, a.name`,
  );
}
