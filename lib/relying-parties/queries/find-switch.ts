import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";

export type KeptSwitch = { relyingPartyId: string; rowVersion: string; stamp: string };

/** What was kept before a request switched a relying party on or off; null when it never got that far. */
export async function findSwitch(_actor: Actor, requestId: string): Promise<KeptSwitch | null> {
  const row = await consoleDb().relyingPartySwitch.findUnique({ where: { requestId } });
  return row ? { relyingPartyId: row.relyingPartyId.toString(), rowVersion: row.rowVersion, stamp: row.stamp } : null;
}

/** Whether the IdP's row is switched so and carries our stamp. */
export async function carriesStamp(
  _actor: Actor,
  { relyingPartyId, stamp }: KeptSwitch,
  on: boolean,
): Promise<boolean> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ ours: boolean }[]>`
      SELECT webhook_enabled = ${on} AND updated_at = ${stamp}::timestamp AS ours FROM oauth_applications
       WHERE id = ${BigInt(relyingPartyId)}`,
  );
  return rows[0]?.ours === true;
}
