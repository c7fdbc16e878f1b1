import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import { mayReplayAfterRefresh, mismatchOf } from "../rules/mismatch";
import type { KeyRing, ServedSet } from "../shapes/key";
import type { MismatchView } from "../shapes/mismatch";

/**
 * Whether a relying party refuses what its active key signs, why, and whether what died of it would arrive now.
 * @returns no mismatch where it has refused nothing; unread where the database could not tell in time
 */
export async function findMismatch(
  _actor: Actor,
  { ring, served, now }: { ring: KeyRing; served: ServedSet | null; now: Date },
): Promise<{ mismatch: MismatchView | null; refusalsUnread: boolean }> {
  const refused = await askDatabase(() => readRefused(ring.of));
  if (!refused.ok || refused.value.length === 0) return { mismatch: null, refusalsUnread: !refused.ok };
  const bound = refused.value.flatMap(({ kid }) => kid ?? []);
  const named = refused.value.flatMap(({ told }) => told ?? []);
  const mismatch = mismatchOf(ring, served, bound, now);
  const found = {
    ...mismatch,
    relyingParty: ring.of,
    refused: refused.value.reduce((sum, { count }) => sum + count, 0),
    kids: [...new Set([...bound, ...named])],
    mayReplay: mayReplayAfterRefresh(mismatch),
  };
  return { mismatch: found, refusalsUnread: false };
}

type Refused = { kid: string | null; told: string | null; count: number };

/** Dead letters that were answered 401: by the key that was assigned to them, and by the one that the answer names. */
const readRefused = (id: string): Promise<Refused[]> =>
  identityProviderRead().$queryRaw<Refused[]>`
    SELECT refused.kid, key.kid AS told, sum(refused.count)::int AS count
      FROM (SELECT signing_kid AS kid, left(last_error, 200) AS error, count(*) AS count FROM webhook_outbox_entries
             WHERE oauth_application_id = ${BigInt(id)} AND dlq_at IS NOT NULL AND delivered_at IS NULL AND last_status = 401
             GROUP BY 1, 2) refused
      LEFT JOIN webhook_signing_keys key
        ON key.oauth_application_id = ${BigInt(id)} AND refused.kid IS NULL AND position('"' || key.kid || '"' IN refused.error) > 0
     GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 16`;
