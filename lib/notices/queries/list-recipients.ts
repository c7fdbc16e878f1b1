import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** The addresses of the people whom a notice is for, by the roles that we last knew of. Only a mail may hold them. */
export async function listRecipients(_actor: SystemActor, noticeId: string): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ email: string }[]>`
    SELECT p.email FROM notices n JOIN people p ON p.id <> ALL(n.except_ids)
      LEFT JOIN role_snapshots s ON s.person_id = p.id
     WHERE n.id = ${noticeId}::uuid AND (p.id = ANY(n.person_ids) OR EXISTS (
       SELECT FROM unnest(n.roles) AS wanted (role)
        WHERE (wanted.role = ANY(s.roles)
               OR EXISTS (SELECT FROM role_grants g WHERE g.person_id = p.id AND g.role = wanted.role AND g.ended_at IS NULL))
          AND NOT EXISTS (SELECT FROM role_blocks b WHERE b.person_id = p.id AND b.role = wanted.role AND b.ended_at IS NULL)))
     ORDER BY p.email`;
  return rows.map(({ email }) => email);
}
