import "server-only";
import { identityProviderRead } from "@/lib/core/db";
import type { Reading } from "../../shapes";
import { askDatabase, look } from "./look";

/**
 * Whether merges contradict each other: somebody with two canonical users, or two who are each other's. Only what was linked within a
 * day is looked at; what is older was either mended or is no alarm.
 */
export const probeIdentityLinks = (): Promise<Reading> =>
  look(
    "identity_links",
    () => askDatabase(countContradictions),
    (contradictions) => ({
      ...(contradictions > 0
        ? ({ status: "degraded", detail: "links_contradict" } as const)
        : ({ status: "ok", detail: null } as const)),
      value: { contradictions },
    }),
  );

async function countContradictions(): Promise<number> {
  const [row] = await identityProviderRead().$queryRaw<{ contradictions: number }[]>`
    SELECT count(*)::int AS contradictions
      FROM (SELECT * FROM identity_links ORDER BY id DESC LIMIT 2000) AS link
     WHERE link.state = 'confirmed' AND link.created_at > (now() AT TIME ZONE 'UTC') - interval '1 day'
       AND EXISTS (SELECT FROM identity_links other
                    WHERE other.state = 'confirmed' AND other.id <> link.id
                      AND ((other.source_user_id = link.source_user_id AND other.canonical_user_id <> link.canonical_user_id)
                        OR (other.source_user_id = link.canonical_user_id AND other.canonical_user_id = link.source_user_id)))`;
  return row?.contradictions ?? 0;
}
