import "server-only";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { consoleDb } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import type { Role } from "../roles";

export type KnownPerson = {
  personId: string;
  email: string;
  name: string;
  snapshotRoles: string[];
  snapshotAt: Date | null;
  snapshotAgeMs: number | null;
  grants: string[];
  blocks: string[];
};

/** What somebody chose on another machine. */
export type Choices = { language: string | null; theme: string | null; timeZone: string | null };

/** Everything that decides a person's roles, in one round trip. Ages by database time. */
export async function findPersonByAccount(clerkUserId: string): Promise<KnownPerson | null> {
  const rows = await onConsoleDatabase(
    () => consoleDb().$queryRaw<KnownPerson[]>`
    SELECT p.id AS "personId", p.email, p.name,
           coalesce(s.roles, '{}') AS "snapshotRoles", s.seen_at AS "snapshotAt",
           (extract(epoch FROM now() - s.seen_at) * 1000)::float8 AS "snapshotAgeMs",
           ARRAY(SELECT g.role FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS grants,
           ARRAY(SELECT b.role FROM role_blocks b WHERE b.person_id = p.id AND b.ended_at IS NULL) AS blocks
      FROM person_accounts a
      JOIN people p ON p.id = a.person_id
      LEFT JOIN role_snapshots s ON s.person_id = p.id
     WHERE a.clerk_user_id = ${clerkUserId}`,
  );
  return rows[0] ?? null;
}

export async function findChoices(personId: string): Promise<Choices | null> {
  const rows = await consoleDb().$queryRaw<Choices[]>`
    SELECT language, theme, time_zone AS "timeZone" FROM preferences WHERE person_id = ${personId}::uuid`;
  return rows[0] ?? null;
}

/** Without our own database nobody can be identified; the page that says so knows it by this code. */
export async function onConsoleDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseTrouble(error)) throw new Refused({ code: "console_database_unreachable" });
    throw error;
  }
}

/** First sight of a member of the pinned organisation. The same e-mail address is the same person. */
export async function welcomePerson(facts: { clerkUserId: string; email: string; name: string }): Promise<void> {
  await consoleDb().$transaction(async (tx) => {
    const person = await tx.person.upsert({
      where: { email: facts.email },
      create: { email: facts.email, name: facts.name },
      update: {},
    });
    await tx.personAccount.upsert({
      where: { clerkUserId: facts.clerkUserId },
      create: { clerkUserId: facts.clerkUserId, personId: person.id },
      update: {},
    });
  });
}

/** Remembers what Clerk said just now, at database time: whether they are a member at all, and as what. */
export async function rememberRoles(
  personId: string,
  { member, roles }: { member: boolean; roles: readonly Role[] },
): Promise<void> {
  await consoleDb().$executeRaw`
    WITH membership AS (
      UPDATE people SET left_at = CASE WHEN ${member} THEN NULL ELSE now() END
       WHERE id = ${personId}::uuid AND (left_at IS NULL) <> ${member})
    INSERT INTO role_snapshots (person_id, roles, seen_at) VALUES (${personId}::uuid, ${[...roles]}, now())
    ON CONFLICT (person_id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at`;
}
