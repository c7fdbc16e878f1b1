import "server-only";
import { consoleDb } from "@/lib/core/db";
import type { TokenScope } from "../policy";
import { onConsoleDatabase } from "./people";

export type KnownToken = {
  tokenId: string;
  scope: TokenScope;
  secretHash: string;
  revoked: boolean;
  expired: boolean;
  /** Not written down within the last minute that it was used. */
  restedAMinute: boolean;
  personId: string;
  name: string;
  left: boolean;
  snapshotRoles: string[];
  /** Null: Clerk never said anything of this person. */
  snapshotAgeDays: number | null;
  grants: string[];
  blocks: string[];
};

/** A token as it stands this moment, with everything that decides its person's roles. By database time. */
export async function findToken(secretHash: string): Promise<KnownToken | null> {
  const rows = await onConsoleDatabase(
    () => consoleDb().$queryRaw<KnownToken[]>`
    SELECT t.id::text AS "tokenId", t.scope, t.secret_hash AS "secretHash", t.revoked_at IS NOT NULL AS revoked,
           t.expires_at <= now() AS expired,
           coalesce(t.last_used_at < now() - interval '1 minute', true) AS "restedAMinute",
           p.id::text AS "personId", p.name, p.left_at IS NOT NULL AS "left",
           coalesce(s.roles, '{}') AS "snapshotRoles", (extract(epoch FROM now() - s.seen_at) / 86400)::float8 AS "snapshotAgeDays",
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM api_tokens t
      JOIN people p ON p.id = t.person_id
      LEFT JOIN role_snapshots s ON s.person_id = p.id
     WHERE t.secret_hash = ${secretHash}`,
  );
  return rows[0] ?? null;
}

/** Writes down that a token was used, at most once a minute. */
export async function rememberUse(tokenId: string): Promise<void> {
  await consoleDb().$executeRaw`
    UPDATE api_tokens SET last_used_at = now()
     WHERE id = ${tokenId}::uuid AND coalesce(last_used_at < now() - interval '1 minute', true)`;
}
