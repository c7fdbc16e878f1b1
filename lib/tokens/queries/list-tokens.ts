import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import { readStandings } from "@/lib/people/queries/standings";
import type { ApiTokenLine, TokenOwner } from "../shapes";

type Row = Omit<ApiTokenLine, "createdAt" | "expiresAt" | "lastUsedAt"> & {
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
};

/** Everybody's tokens for an admin, and one's own for anybody else; what can still be used first, then the newest. At most 200. */
export async function listTokens(actor: Actor): Promise<ApiTokenLine[]> {
  if (actor.kind !== "person") return [];
  const all = hasRole(actor, ["admin"]); // guard: own-tokens
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT t.id::text AS id, t.name, t.person_id::text AS "personId", p.name AS "personName", t.scope,
           CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired' ELSE 'live' END AS state,
           t.created_at AS "createdAt", c.name AS "createdBy", t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"
      FROM api_tokens t JOIN people p ON p.id = t.person_id LEFT JOIN people c ON c.id = t.created_by
     WHERE ${all} OR t.person_id = ${actor.personId}::uuid
     ORDER BY (t.revoked_at IS NULL AND t.expires_at > now()) DESC, t.created_at DESC, t.id LIMIT 200`;
  return rows.map(({ createdAt, expiresAt, lastUsedAt, ...line }) => ({
    ...line,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** Everybody with a role, by name, and how many tokens that work they have. */
export async function listTokenOwners(_actor: Actor): Promise<TokenOwner[]> {
  const [people, counted] = await Promise.all([
    readStandings(consoleDb()),
    consoleDb().$queryRaw<{ personId: string; live: number }[]>`
      SELECT person_id::text AS "personId", count(*)::int AS live FROM api_tokens
       WHERE revoked_at IS NULL AND expires_at > now() GROUP BY person_id`,
  ]);
  const live = new Map(counted.map((row) => [row.personId, row.live]));
  return people
    .filter(({ roles }) => roles.length > 0)
    .map(({ id, name, roles, version }) => ({ id, name, roles, version, liveTokens: live.get(id) ?? 0 }));
}
