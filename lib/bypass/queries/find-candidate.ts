import "server-only";
import { effectiveRoles, type Role } from "@/lib/access/roles";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Somebody enrolled, as far as opening the console for them is concerned. */
export type Candidate = {
  personId: string;
  name: string;
  enrolmentId: string;
  /** By Clerk's last word, our grants and our blocks. */
  roles: Role[];
  roleAgeDays: number | null;
  /** A drill that they began lasts. */
  drilling: boolean;
};

type Row = Omit<Candidate, "roles"> & { clerk: string[]; grants: string[]; blocks: string[] };

/** The open enrolment behind an e-mail address, in lower case. Null for strangers, for those who left, and for those never enrolled. */
export async function findCandidate(tx: ConsoleTransaction, email: string): Promise<Candidate | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT p.id::text AS "personId", p.name, e.id::text AS "enrolmentId", coalesce(s.roles, '{}') AS clerk,
           (extract(epoch FROM now() - s.seen_at) / 86400)::float8 AS "roleAgeDays",
           coalesce(e.drill_until > now(), false) AS drilling,
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM people p
      JOIN bypass_enrolments e ON e.person_id = p.id AND e.ended_at IS NULL
      LEFT JOIN role_snapshots s ON s.person_id = p.id
     WHERE lower(p.email) = ${email} AND p.left_at IS NULL`;
  if (!row) return null;
  const { clerk, grants, blocks, ...candidate } = row;
  return { ...candidate, roles: effectiveRoles({ clerk, grants, blocks }) };
}

/** Passkeys of somebody who is enrolled, by credential id. None for anybody else. */
export async function listCandidatePasskeys(tx: ConsoleTransaction, personId: string | null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT credential_id AS id FROM passkeys WHERE person_id = ${personId}::uuid AND removed_at IS NULL ORDER BY created_at`;
  return rows.map(({ id }) => id);
}
