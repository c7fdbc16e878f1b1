import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";

export type Party = { id: string; name: string; switchedOn: boolean; address: string };

/** The relying parties of a wish as they are now; `address` is a hash, since nobody needs to read it here. */
export async function readParties(_actor: Actor, ids: readonly string[]): Promise<Party[]> {
  if (ids.length === 0) return [];
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Party[]>`
      SELECT id::text AS id, name, webhook_enabled AS "switchedOn", md5(coalesce(webhook_url, '')) AS address
        FROM oauth_applications WHERE id = ANY(${ids.map(BigInt)}) ORDER BY id`,
  );
}

/** Who is replaying one of these relying parties right now. */
export async function findCollision(
  _actor: Actor,
  ids: readonly string[],
): Promise<{ requestId: string; name: string; relyingParty: string } | null> {
  const [found] = await consoleDb().$queryRaw<{ requestId: string; name: string; relyingParty: string }[]>`
    SELECT l.request_id::text AS "requestId", p.name, l.relying_party_name AS "relyingParty"
      FROM replay_lanes l JOIN action_requests r ON r.id = l.request_id JOIN people p ON p.id = r.requester_id
     WHERE l.final_at IS NULL AND l.relying_party_id = ANY(${ids.map(BigInt)}) ORDER BY l.phase_at LIMIT 1`;
  return found ?? null;
}
