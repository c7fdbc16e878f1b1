import "server-only";
import type { ConsoleDb, ConsoleTransaction } from "@/lib/core/db";
import { type StandingSources, standingOf } from "../rules/standing";
import type { Standing } from "../shapes";

/**
 * Everybody's standing. It takes no actor, because writes read it again inside their own transaction, under the lock of all role
 * changes; pages ask `listPeople`.
 */
export async function readStandings(db: ConsoleDb | ConsoleTransaction): Promise<Standing[]> {
  const rows = await db.$queryRaw<StandingSources[]>`
    SELECT p.id::text AS id, p.name, p.email, p.left_at IS NULL AND s.person_id IS NOT NULL AS member,
           coalesce(s.roles, '{}') AS clerk, to_char(s.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "seenAt",
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM people p LEFT JOIN role_snapshots s ON s.person_id = p.id
     ORDER BY p.name, p.id`;
  return rows.map(standingOf);
}
