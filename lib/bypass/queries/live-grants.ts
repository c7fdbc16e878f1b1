import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { LiveGrant } from "../shapes";

type Row = Omit<LiveGrant, "own" | "openedAt" | "expiresAt" | "warnedAt"> & {
  personId: string;
  openedAt: Date;
  expiresAt: Date;
  warnedAt: Date | null;
};

/** Who is in without Clerk at this moment, by the database's clock; the one that ends last first. Everybody may know. */
export async function listLiveGrants(actor: HumanActor): Promise<LiveGrant[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.reason, g.incident, g.opener, g.factor AS "openedWith",
           g.opened_at AS "openedAt", g.expires_at AS "expiresAt", g.warned_at AS "warnedAt"
      FROM bypass_grants g JOIN people p ON p.id = g.person_id
     WHERE g.ended_at IS NULL AND g.expires_at > now()
     ORDER BY g.expires_at DESC, g.id`;
  return rows.map(({ personId, openedAt, expiresAt, warnedAt, ...grant }) => ({
    ...grant,
    own: personId === actor.personId,
    openedAt: openedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    warnedAt: warnedAt?.toISOString() ?? null,
  }));
}

export type EndableGrant = { id: string; personId: string; personName: string; drill: boolean };

/** A grant that has not ended, whatever its hour. Null for a malformed id too. */
export async function findEndableGrant(id: string): Promise<EndableGrant | null> {
  const [row] = await consoleDb().$queryRaw<EndableGrant[]>`
    SELECT g.id::text, g.person_id::text AS "personId", p.name AS "personName", g.drill
      FROM bypass_grants g JOIN people p ON p.id = g.person_id
     WHERE g.id = ${id}::uuid AND g.ended_at IS NULL`;
  return row ?? null;
}
