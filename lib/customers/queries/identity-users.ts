import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { masked } from "../rules/mask";
import type { IdentityLink, IdentityLinks, IdentityUser } from "../shapes";
import { mayReadCustomers } from "./parts";

const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** As the row has it, with the address; it goes no further than this room's queries. */
export type IdentityRow = Omit<IdentityUser, "maskedEmail"> & { email: string };

const columns = Prisma.sql`
  id::text AS id, clerk_id AS "clerkId", left(email, 500) AS email, canonical_user_id::text AS "canonicalUserId",
  to_char(created_at, ${iso}) AS "createdAt", to_char(updated_at, ${iso}) AS "updatedAt"`;

async function read(actor: Actor, where: Prisma.Sql, limit: number): Promise<IdentityRow[]> {
  mayReadCustomers(actor);
  return identityProviderRead().$queryRaw<IdentityRow[]>`
    SELECT ${columns} FROM users WHERE ${where} ORDER BY id DESC LIMIT ${limit}`;
}

export const readById = (actor: Actor, id: string): Promise<IdentityRow[]> =>
  read(actor, Prisma.sql`id = ${BigInt(id)}`, 1);

export const readByClerkIds = (actor: Actor, ids: readonly string[]): Promise<IdentityRow[]> =>
  read(actor, Prisma.sql`clerk_id = ANY (${ids})`, ids.length + 1);

/** Whoever has one of these addresses, whatever its case. */
export const readByEmails = (actor: Actor, emails: readonly string[], limit: number): Promise<IdentityRow[]> =>
  read(actor, Prisma.sql`lower(email) = ANY (${emails.map((email) => email.toLowerCase())})`, limit);

/** Whose address holds a text; wildcards in it mean themselves. */
export function readByEmailPart(actor: Actor, text: string, limit: number): Promise<IdentityRow[]> {
  const literal = `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`; // guard: customer-wildcards
  return read(actor, Prisma.sql`email ILIKE ${literal}`, limit);
}

/** Changes whenever the row of a user does. @returns null where there is no such user */
export async function findIdentityVersion(actor: Actor, id: string): Promise<string | null> {
  const [row] = await readById(actor, id);
  return row?.updatedAt ?? null;
}

/** How many users there are. */
export async function countIdentityUsers(actor: Actor): Promise<number> {
  mayReadCustomers(actor);
  const [row] = await identityProviderRead().$queryRaw<{ users: number }[]>`SELECT count(*)::int AS users FROM users`;
  return row?.users ?? 0;
}

export function identityUserOf({ email, ...row }: IdentityRow): IdentityUser {
  return { ...row, maskedEmail: masked(email) };
}

const furthest = 10;
const mostLinks = 60;

type LinkRow = IdentityLink & { backwards: boolean; absent: boolean };

/** The links that lead on from a user, up to ten steps, and those of who was merged into them. */
export async function readLinks(actor: Actor, userId: string): Promise<IdentityLinks> {
  mayReadCustomers(actor);
  const rows = await identityProviderRead().$queryRaw<LinkRow[]>`
    WITH RECURSIVE onward (id, step) AS (
      SELECT ${BigInt(userId)}::bigint, 0
      UNION
      SELECT link.canonical_user_id, onward.step + 1
        FROM onward JOIN identity_links link ON link.source_user_id = onward.id AND link.state = 'confirmed'
       WHERE onward.step < ${furthest})
    SELECT link.id::text AS id, link.source_user_id::text AS "sourceUserId", link.canonical_user_id::text AS "canonicalUserId",
           left(link.state, 40) AS state, to_char(link.created_at, ${iso}) AS "createdAt",
           link.source_user_id NOT IN (SELECT id FROM onward) AS backwards,
           NOT EXISTS (SELECT FROM users WHERE users.id = link.canonical_user_id) AS absent
      FROM identity_links link
     WHERE link.source_user_id IN (SELECT id FROM onward) OR link.canonical_user_id = ${BigInt(userId)}
     ORDER BY link.id DESC LIMIT ${mostLinks}`;
  return {
    links: rows.map(({ backwards: _backwards, absent: _absent, ...link }) => link),
    absorbed: rows.filter(({ backwards }) => backwards).map(({ sourceUserId }) => sourceUserId),
    absent: [...new Set(rows.filter(({ absent }) => absent).map(({ canonicalUserId }) => canonicalUserId))],
  };
}
