import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "./identity-database";

/** Where deliveries to a relying party are sent; null when nowhere. @refuses identity_database_unreachable */
export async function findWebhookUrl(_actor: Actor, relyingPartyId: string): Promise<string | null> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ url: string | null }[]>`
      SELECT webhook_url AS url FROM oauth_applications WHERE id = ${BigInt(relyingPartyId)}`,
  );
  return rows[0]?.url ?? null;
}
