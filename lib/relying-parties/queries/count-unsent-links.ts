import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { askDatabase } from "@/lib/triage/queries/probes/look";

/** How many confirmed identity links a relying party was never sent; null where the identity provider does not say. */
export async function countUnsentLinks(_actor: Actor, id: string): Promise<number | null> {
  const answer = await askDatabase(
    () => identityProviderRead().$queryRaw<{ links: number }[]>`
      SELECT count(*)::int AS links FROM identity_links link
       WHERE link.state = 'confirmed' AND NOT EXISTS (
               SELECT FROM identity_link_mirrors mirror
                WHERE mirror.identity_link_id = link.id AND mirror.oauth_application_id = ${BigInt(id)}
                  AND coalesce(mirror.sent_at, mirror.acknowledged_at) IS NOT NULL)`,
  );
  return answer.ok ? (answer.value[0]?.links ?? 0) : null;
}
