import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { ListedMember, MemberList } from "../shapes";
import { lockRoles } from "./change-roles";

/** Who became known, whose role changed, who left, by person id. */
export type Synced = { joined: string[]; changed: string[]; left: string[] };

/**
 * Makes people, accounts and role snapshots agree with what Clerk listed. What was read live of somebody after the list began is
 * newer and stays.
 */
export async function syncPeople(tx: ConsoleTransaction, list: MemberList): Promise<Synced> {
  const { members } = list;
  await lockRoles(tx);
  const joined = await welcome(tx, members);
  await rename(tx, members);
  const changed = await rememberRoles(tx, list);
  const left = await rememberLeft(tx, list);
  return { joined, changed: changed.filter((id) => !joined.includes(id)), left };
}

/** Members whom nobody here has seen yet. The same e-mail address is the same person, as at sign-in. */
async function welcome(tx: ConsoleTransaction, members: readonly ListedMember[]): Promise<string[]> {
  const accounts = await tx.personAccount.findMany({ select: { clerkUserId: true } });
  const known = new Set(accounts.map(({ clerkUserId }) => clerkUserId));
  const strangers = members.flatMap(({ clerkUserId, email, name }) =>
    email === null || known.has(clerkUserId) ? [] : [{ clerkUserId, email, name: name ?? email }],
  );
  if (strangers.length === 0) return [];
  const people = strangers.map(({ email, name }) => ({ email, name }));
  const made = await tx.person.createManyAndReturn({ data: people, skipDuplicates: true, select: { id: true } });
  const found = await tx.person.findMany({ where: { email: { in: people.map(({ email }) => email) } } });
  const idOf = new Map(found.map(({ id, email }) => [email, id]));
  const linked = strangers.flatMap(({ clerkUserId, email }) => {
    const personId = idOf.get(email);
    return personId ? [{ clerkUserId, personId }] : [];
  });
  await tx.personAccount.createMany({ data: linked, skipDuplicates: true });
  return made.map(({ id }) => id);
}

/** People are called what Clerk calls them now: it is by this name that others approve. */
async function rename(tx: ConsoleTransaction, members: readonly ListedMember[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE people p SET name = m.name
      FROM (SELECT DISTINCT ON (a.person_id) a.person_id, m.name
              FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS m ("clerkUserId" text, name text)
              JOIN person_accounts a ON a.clerk_user_id = m."clerkUserId"
             WHERE m.name IS NOT NULL ORDER BY a.person_id, a.linked_at, a.clerk_user_id) AS m
     WHERE p.id = m.person_id AND p.name <> m.name`;
}

/** @returns whose roles or membership are not what was remembered */
async function rememberRoles(tx: ConsoleTransaction, { members, readAt, seen }: MemberList): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH said AS (
      SELECT a.person_id, coalesce(array_agg(DISTINCT m.role) FILTER (WHERE m.role IS NOT NULL), '{}') AS roles
        FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS m ("clerkUserId" text, role text)
        JOIN person_accounts a ON a.clerk_user_id = m."clerkUserId" GROUP BY a.person_id),
    kept AS (
      INSERT INTO role_snapshots (person_id, roles, seen_at) SELECT person_id, roles, ${readAt}::timestamptz FROM said
      ON CONFLICT (person_id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at
       WHERE role_snapshots.seen_at = (${JSON.stringify(seen)}::jsonb ->> role_snapshots.person_id::text)::timestamptz
      RETURNING person_id, roles),
    back AS (
      UPDATE people p SET left_at = NULL FROM kept WHERE p.id = kept.person_id AND p.left_at IS NOT NULL RETURNING p.id)
    SELECT kept.person_id::text AS id FROM kept LEFT JOIN role_snapshots s ON s.person_id = kept.person_id
     WHERE s.roles IS DISTINCT FROM kept.roles OR kept.person_id IN (SELECT id FROM back)`;
  return rows.map(({ id }) => id);
}

/** Whose accounts are all missing from the list have left: Clerk gives them nothing any more. */
async function rememberLeft(tx: ConsoleTransaction, { members, readAt, seen }: MemberList): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH gone AS (
      SELECT p.id FROM people p LEFT JOIN role_snapshots s ON s.person_id = p.id
       WHERE p.left_at IS NULL AND (s.person_id IS NULL OR s.seen_at = (${JSON.stringify(seen)}::jsonb ->> p.id::text)::timestamptz)
         AND EXISTS (SELECT 1 FROM person_accounts a WHERE a.person_id = p.id AND a.linked_at < ${readAt}::timestamptz)
         AND NOT EXISTS (SELECT 1 FROM person_accounts a
                          WHERE a.person_id = p.id AND a.clerk_user_id = ANY(${members.map((each) => each.clerkUserId)}))),
    emptied AS (
      INSERT INTO role_snapshots (person_id, roles, seen_at) SELECT id, '{}', ${readAt}::timestamptz FROM gone
      ON CONFLICT (person_id) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at)
    UPDATE people SET left_at = ${readAt}::timestamptz WHERE id IN (SELECT id FROM gone) RETURNING id::text AS id`;
  return rows.map(({ id }) => id);
}
