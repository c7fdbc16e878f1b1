import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { effectiveRoles } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";

/** A role that Clerk last confirmed longer ago than this names nobody who could answer now. @source design: access §6 */
const snapshotGoodForDays = 30;

type Row = { name: string; clerk: string[]; grants: string[]; blocks: string[]; seenAt: Date };

/**
 * Admins who could approve what one person asks, by what is known of them now; the latest seen first. Clerk is asked again when one
 * of them decides.
 * @param besides the requester's person id: nobody approves their own
 */
export async function listPossibleApprovers(
  _actor: HumanActor,
  { besides }: { besides: string },
): Promise<{ name: string; seenAt: string }[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT p.name, s.roles AS clerk, s.seen_at AS "seenAt",
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM people p JOIN role_snapshots s ON s.person_id = p.id
     WHERE p.id <> ${besides}::uuid AND p.left_at IS NULL AND s.seen_at > now() - make_interval(days => ${snapshotGoodForDays})
     ORDER BY s.seen_at DESC`;
  return rows
    .filter((row) => effectiveRoles(row).includes("admin"))
    .map(({ name, seenAt }) => ({ name, seenAt: seenAt.toISOString() }));
}
