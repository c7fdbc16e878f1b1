import "server-only";
import { roles } from "@/lib/access/roles";
import type { ConsoleDb, ConsoleTransaction } from "@/lib/core/db";
import { type StandingSources, standingOf } from "@/lib/people/rules/standing";
import { faultOf, type Holder } from "../rules/readiness";
import type { HolderCard } from "../shapes";

type Row = StandingSources & {
  enrolmentId: string;
  roleAgeDays: number | null;
  passkeys: number;
  codesLeft: number | null;
  sheetAt: Date | null;
  drilledAt: Date | null;
  drillAgeDays: number | null;
  drillUntil: Date | null;
};

/** Somebody who is enrolled, for the rule and for a page. */
export type KnownHolder = { holder: Holder; card: HolderCard };

/**
 * Everybody who is enrolled, by name, by the database's clock. It takes no actor: the ceremony asks before anybody is known, and
 * writes ask inside their own transaction. Pages ask `listHolders`.
 */
export async function readHolders(db: ConsoleDb | ConsoleTransaction): Promise<KnownHolder[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id::text AS "enrolmentId", p.id::text AS id, p.name, p.email, p.left_at IS NULL AND s.person_id IS NOT NULL AS member,
           coalesce(s.roles, '{}') AS clerk, NULL AS "seenAt",
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks,
           (extract(epoch FROM now() - s.seen_at) / 86400)::float8 AS "roleAgeDays",
           (SELECT count(*)::int FROM passkeys k WHERE k.person_id = p.id AND k.removed_at IS NULL) AS passkeys,
           CASE WHEN e.sheet_at IS NOT NULL THEN
             (SELECT count(*)::int FROM bypass_codes c WHERE c.enrolment_id = e.id AND c.used_at IS NULL AND c.voided_at IS NULL)
           END AS "codesLeft",
           e.sheet_at AS "sheetAt", e.drilled_at AS "drilledAt",
           (extract(epoch FROM now() - e.drilled_at) / 86400)::float8 AS "drillAgeDays",
           CASE WHEN e.drill_until > now() THEN e.drill_until END AS "drillUntil"
      FROM bypass_enrolments e JOIN people p ON p.id = e.person_id LEFT JOIN role_snapshots s ON s.person_id = p.id
     WHERE e.ended_at IS NULL ORDER BY p.name, p.id`;
  return rows.map(known);
}

function known(row: Row): KnownHolder {
  const { enrolmentId, passkeys, codesLeft, roleAgeDays, drillAgeDays, sheetAt, drilledAt, drillUntil } = row;
  const standing = standingOf(row);
  const lockedOut = standing.blocks.length === roles.length;
  const holder: Holder = { roles: standing.roles, lockedOut, roleAgeDays, passkeys, codesLeft, drillAgeDays };
  const card: HolderCard = {
    enrolmentId,
    personId: standing.id,
    name: standing.name,
    roles: standing.roles,
    passkeys,
    codesLeft,
    sheetAt: sheetAt?.toISOString() ?? null,
    drilledAt: drilledAt?.toISOString() ?? null,
    drillUntil: drillUntil?.toISOString() ?? null,
    fault: faultOf(holder),
  };
  return { holder, card };
}
