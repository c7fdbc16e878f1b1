import "server-only";
import { consoleDb } from "@/lib/core/db";
import type { Role } from "../roles";
import { onConsoleDatabase } from "./people";

export type KnownGrant = {
  grantId: string;
  personId: string;
  name: string;
  email: string;
  secretHash: string;
  agentFamily: string;
  openedWith: "passkey" | "code";
  roles: string[];
  blocks: Role[];
  drill: boolean;
  expiresAt: Date;
  /** By the database's clock: not ended, not expired, and the person still enrolled. */
  live: boolean;
};

/** A grant as it stands this moment, with everything that we took away from its person since. */
export async function findGrant(grantId: string): Promise<KnownGrant | null> {
  const rows = await onConsoleDatabase(
    () => consoleDb().$queryRaw<KnownGrant[]>`
    SELECT g.id::text AS "grantId", p.id::text AS "personId", p.name, p.email, g.secret_hash AS "secretHash",
           g.agent_family AS "agentFamily", g.factor AS "openedWith", g.roles, g.drill, g.expires_at AS "expiresAt",
           (g.ended_at IS NULL AND g.expires_at > now() AND e.ended_at IS NULL AND p.left_at IS NULL) AS live,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM bypass_grants g
      JOIN bypass_enrolments e ON e.id = g.enrolment_id
      JOIN people p ON p.id = g.person_id
     WHERE g.id = ${grantId}::uuid`,
  );
  return rows[0] ?? null;
}
