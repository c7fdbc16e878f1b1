import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import type { RelyingParty } from "../shapes";

/** One relying party, with how many deliveries wait for it and how many are dead. */
export async function findRelyingParty(_actor: Actor, id: string): Promise<RelyingParty | null> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<RelyingParty[]>`
      SELECT a.id::text AS id, a.name, a.webhook_url AS "webhookUrl", a.webhook_enabled AS "webhookEnabled",
             a.jwks_cache_seconds AS "jwksCacheSeconds", a.oncall_contact AS "oncallContact", a.updated_at::text AS "rowVersion",
             (SELECT count(*)::int FROM webhook_outbox_entries
               WHERE oauth_application_id = a.id AND delivered_at IS NULL AND dlq_at IS NULL) AS pending,
             (SELECT count(*)::int FROM webhook_outbox_entries
               WHERE oauth_application_id = a.id AND dlq_at IS NOT NULL AND delivered_at IS NULL) AS dead
        FROM oauth_applications a WHERE a.id = ${BigInt(id)}`,
  );
  return rows[0] ?? null;
}
