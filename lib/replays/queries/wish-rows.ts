import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { said } from "@/lib/deliveries/queries/alike";
import { dead } from "@/lib/deliveries/queries/columns";
import { asked } from "@/lib/deliveries/queries/conditions";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { isAsked, refining } from "@/lib/deliveries/rules/refine";
import type { SearchTerm } from "@/lib/deliveries/rules/search";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { statusesToldByWords, whyLeftOut } from "../rules/left-out";
import { asDeliveryFilter } from "../rules/wish";
import type { LeftOutReason, ReplayWish } from "../shapes";

/** Rows of one relying party that died alike, as far as our rules can tell. */
export type WishGroup = {
  relyingPartyId: string;
  lastStatus: number | null;
  lastError: string | null;
  superseded: boolean;
  rows: number;
  leftOut: LeftOutReason | null;
};

/** The same with its rows, oldest first: ids, versions and the times of their death, each list joined by commas. */
export type WishBatchGroup = WishGroup & { ids: string; versions: string; dlqAts: string };

type Asking = { where: Prisma.Sql; terms: SearchTerm[]; byWords: Prisma.Sql };

/** @refuses not_allowed for people who may see counts only */
function ask(actor: Actor, { filter, ids, relyingParties }: ReplayWish): Asking {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" });
  const { where, terms } = filter ? asked(asDeliveryFilter(filter)) : { where: dead, terms: [] };
  const parts = [
    where,
    ...(ids ? [Prisma.sql`e.id = ANY(${ids.map(BigInt)})`] : []),
    ...(filter?.since ? [Prisma.sql`e.dlq_at >= ${filter.since}::timestamptz AT TIME ZONE 'UTC'`] : []),
    ...(relyingParties ? [Prisma.sql`e.oauth_application_id = ANY(${relyingParties.map(BigInt)})`] : []),
  ];
  const own = refining(terms);
  const words = own.some(({ field }) => field === "alike") ? Prisma.sql`true` : toldByWords;
  return { where: Prisma.join(parts, " AND "), terms: own, byWords: words };
}

const toldByWords = Prisma.sql`(e.last_status IS NULL OR e.last_status = ANY(${[...statusesToldByWords]}::int[]))`;

/**
 * The rows of `page`, and whether a later event of the same subject has arrived at the same relying party. The outbox is read once for
 * all of them: it need not have an index by subject, and to look for each row anew would then take hours.
 * @source design: domain §2, superseded
 */
const judged = Prisma.sql`
  later AS MATERIALIZED (
    SELECT l.oauth_application_id, l.subject, max(l.id) AS id FROM webhook_outbox_entries l
     WHERE l.delivered_at IS NOT NULL AND l.subject IN (SELECT subject FROM page)
       AND l.oauth_application_id IN (SELECT oauth_application_id FROM page) GROUP BY 1, 2),
  judged AS (
    SELECT e.*, coalesce(l.id > e.id, false) AS superseded
      FROM page e LEFT JOIN later l USING (oauth_application_id, subject))`;

/** What tells rows apart that died differently; only where the words decide are they looked at. */
const died = ({ byWords }: Asking): Prisma.Sql => Prisma.sql`
  CASE WHEN ${byWords} THEN left(e.last_error, 1000) END AS error,
  CASE WHEN ${byWords} THEN ${said} END AS class`;

/** How many rows a wish means now, by how they died; a few ids for people to look at. */
export async function countWish(actor: Actor, wish: ReplayWish): Promise<{ groups: WishGroup[]; sample: string[] }> {
  const asking = ask(actor, wish);
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<(Omit<WishGroup, "leftOut"> & { first: string })[]>`
      WITH page AS MATERIALIZED (
        SELECT e.id, e.oauth_application_id, e.subject, e.last_status, ${died(asking)}
          FROM webhook_outbox_entries e WHERE ${asking.where}), ${judged}
      SELECT oauth_application_id::text AS "relyingPartyId", last_status AS "lastStatus", min(error) AS "lastError", superseded,
             count(*)::int AS rows, min(id)::text AS first
        FROM judged GROUP BY oauth_application_id, last_status, class, superseded ORDER BY count(*) DESC`,
  );
  const meant = rows.filter((row) => isMeant(row, asking));
  const groups = meant.map(({ first: _first, ...row }) => ({ ...row, leftOut: leftOutOf(row, wish) }));
  const sample = meant.filter((_row, at) => groups[at]?.leftOut === null).map(({ first }) => first);
  return { groups, sample: sample.slice(0, 5) };
}

/**
 * The next rows of a wish in the order of their death.
 * @param after the last row of the batch before; null at the begin
 * @returns null behind the last one
 */
export async function readWishBatch(
  actor: Actor,
  wish: ReplayWish,
  { after, limit }: { after: { dlqAt: string; id: string } | null; limit: number },
): Promise<{ groups: WishBatchGroup[]; last: { dlqAt: string; id: string } } | null> {
  const asking = ask(actor, wish);
  const behind = after
    ? Prisma.sql`AND (e.dlq_at, e.id) > (${after.dlqAt}::timestamp, ${BigInt(after.id)})`
    : Prisma.empty;
  type Row = Omit<WishBatchGroup, "leftOut"> & { lastDlqAt: string; lastId: string };
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Row[]>`
      WITH page AS MATERIALIZED (
        SELECT e.id, e.oauth_application_id, e.subject, e.dlq_at, e.updated_at, e.last_status, ${died(asking)}
          FROM webhook_outbox_entries e WHERE ${asking.where} ${behind} ORDER BY e.dlq_at, e.id LIMIT ${limit}), ${judged}
      SELECT oauth_application_id::text AS "relyingPartyId", last_status AS "lastStatus", min(error) AS "lastError", superseded,
             count(*)::int AS rows, string_agg(id::text, ',') AS ids, string_agg(updated_at::text, ',') AS versions,
             string_agg(dlq_at::text, ',') AS "dlqAts",
             (SELECT dlq_at::text FROM page ORDER BY dlq_at DESC, id DESC LIMIT 1) AS "lastDlqAt",
             (SELECT id::text FROM page ORDER BY dlq_at DESC, id DESC LIMIT 1) AS "lastId"
        FROM judged GROUP BY oauth_application_id, last_status, class, superseded`,
  );
  const [first] = rows;
  if (!first) return null;
  const groups = rows.filter((row) => isMeant(row, asking)).map((row) => ({ ...row, leftOut: leftOutOf(row, wish) }));
  return { groups, last: { dlqAt: first.lastDlqAt, id: first.lastId } };
}

const isMeant = (row: Pick<WishGroup, "lastStatus" | "lastError">, { terms }: Asking): boolean =>
  isAsked({ ...row, attempts: 1 }, terms);

const leftOutOf = (row: Pick<WishGroup, "lastStatus" | "lastError">, wish: ReplayWish): LeftOutReason | null =>
  wish.includeHeld ? null : whyLeftOut(row);
