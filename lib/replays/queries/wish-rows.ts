import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { isStatementTimeout } from "@/lib/core/database-trouble";
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

/** The same with its rows: ids, versions and the times of their death, each list joined by commas. */
export type WishBatchGroup = Omit<WishGroup, "superseded"> & { ids: string; versions: string; dlqAts: string };

/** The same with nothing but its ids. */
type Found = Omit<WishBatchGroup, "versions" | "dlqAts" | "rows">;

/** `last`: the row that the next page begins behind. `oldest`: the least of its ids. */
export type WishBatch = { groups: WishBatchGroup[]; last: { dlqAt: string; id: string }; oldest: bigint };

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
     WHERE l.delivered_at IS NOT NULL AND l.id > (SELECT min(id) FROM page) AND l.subject IN (SELECT subject FROM page)
       AND l.oauth_application_id IN (SELECT oauth_application_id FROM page) GROUP BY 1, 2),
  judged AS (
    SELECT e.*, coalesce(l.id > e.id, false) AS superseded
      FROM page e LEFT JOIN later l USING (oauth_application_id, subject))`;

/** What tells rows apart that died differently; only where the words decide are they looked at. */
const died = ({ byWords }: Asking): Prisma.Sql => Prisma.sql`
  CASE WHEN ${byWords} THEN left(e.last_error, 1000) END AS error,
  CASE WHEN ${byWords} THEN ${said} END AS class`;

export type Counted = { groups: WishGroup[]; sample: string[] };
const sampled = 5;

/** How many rows a wish means now, by how they died; a few ids for people to look at. */
export async function countWish(actor: Actor, wish: ReplayWish): Promise<Counted> {
  try {
    return await countAtOnce(actor, wish);
  } catch (error) {
    if (!isStatementTimeout(error)) return await onIdentityDatabase(() => Promise.reject(error));
    return countInPieces(actor, wish);
  }
}

async function countAtOnce(actor: Actor, wish: ReplayWish): Promise<Counted> {
  const asking = ask(actor, wish);
  const rows = await identityProviderRead().$queryRaw<(Omit<WishGroup, "leftOut"> & { first: string })[]>`
    WITH page AS MATERIALIZED (
      SELECT e.id, e.oauth_application_id, e.subject, e.last_status, ${died(asking)}
        FROM webhook_outbox_entries e WHERE ${asking.where}), ${judged}
    SELECT oauth_application_id::text AS "relyingPartyId", last_status AS "lastStatus", min(error) AS "lastError", superseded,
           count(*)::int AS rows, min(id)::text AS first
      FROM judged GROUP BY oauth_application_id, last_status, class, superseded ORDER BY count(*) DESC`;
  const meant = rows.filter((row) => isMeant(row, asking));
  const groups = meant.map(({ first: _first, ...row }) => ({ ...row, leftOut: leftOutOf(row, wish) }));
  const sample = meant.filter((_row, at) => groups[at]?.leftOut === null).map(({ first }) => first);
  return { groups, sample: sample.slice(0, sampled) };
}

const piece = 10_000;

/** The same where they are too many for one statement: batch by batch, as they would be frozen. */
export async function countInPieces(actor: Actor, wish: ReplayWish): Promise<Counted> {
  const found: Found[] = [];
  let oldest: bigint | null = null;
  for (let page = await readWishBatch(actor, wish, { after: null, limit: piece }); page; ) {
    for (const { versions: _versions, dlqAts: _dlqAts, rows: _rows, ...group } of page.groups) found.push(group);
    oldest = least(oldest, page.oldest);
    page = await readWishBatch(actor, wish, { after: page.last, limit: piece });
  }
  const lists = oldest === null ? [] : await listSuperseded(actor, wish, oldest);
  return countedOf(found, new Set(lists.flatMap((ids) => ids.split(","))));
}

function countedOf(found: readonly Found[], overtaken: Set<string>): Counted {
  const groups = new Map<string, WishGroup>();
  const sample: string[] = [];
  for (const { ids, ...group } of found) {
    const each = ids.split(",");
    if (group.leftOut === null && sample.length < sampled) sample.push(each[0] ?? "");
    const late = each.filter((id) => overtaken.has(id)).length;
    for (const [superseded, rows] of [
      [true, late],
      [false, each.length - late],
    ] as const) {
      const key = JSON.stringify([group.relyingPartyId, group.leftOut, superseded]);
      if (rows > 0) groups.set(key, { ...group, superseded, rows: rows + (groups.get(key)?.rows ?? 0) });
    }
  }
  return { groups: [...groups.values()], sample };
}

/** The lesser of the two; of nothing and something the something. */
export const least = (before: bigint | null, next: bigint): bigint =>
  before !== null && before < next ? before : next;

/**
 * The next rows of a wish in the order of their death.
 * @param after the last row of the batch before; null at the begin
 * @returns null behind the last one
 */
export async function readWishBatch(
  actor: Actor,
  wish: ReplayWish,
  { after, limit }: { after: { dlqAt: string; id: string } | null; limit: number },
): Promise<WishBatch | null> {
  const asking = ask(actor, wish);
  const behind = after
    ? Prisma.sql`AND (e.dlq_at, e.id) > (${after.dlqAt}::timestamp, ${BigInt(after.id)})`
    : Prisma.empty;
  type Row = Omit<WishBatchGroup, "leftOut"> & { lastDlqAt: string; lastId: string; oldest: bigint };
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Row[]>`
      WITH page AS MATERIALIZED (
        SELECT e.id, e.oauth_application_id, e.dlq_at, e.updated_at, e.last_status, ${died(asking)}
          FROM webhook_outbox_entries e WHERE ${asking.where} ${behind} ORDER BY e.dlq_at, e.id LIMIT ${limit}),
      last AS (SELECT p.dlq_at, p.id FROM page p ORDER BY p.dlq_at DESC, p.id DESC LIMIT 1)
      SELECT oauth_application_id::text AS "relyingPartyId", last_status AS "lastStatus", min(error) AS "lastError",
             count(*)::int AS rows, string_agg(id::text, ',') AS ids, string_agg(updated_at::text, ',') AS versions,
             string_agg(dlq_at::text, ',') AS "dlqAts", (SELECT dlq_at::text FROM last) AS "lastDlqAt", (SELECT id::text FROM last) AS "lastId",
             (SELECT min(id) FROM page) AS oldest
        FROM page GROUP BY oauth_application_id, last_status, class`,
  );
  const [first] = rows;
  if (!first) return null;
  const groups = rows.filter((row) => isMeant(row, asking)).map((row) => ({ ...row, leftOut: leftOutOf(row, wish) }));
  return { groups, last: { dlqAt: first.lastDlqAt, id: first.lastId }, oldest: first.oldest };
}

/** So wide a range of ids is looked through at first; then as wide as a statement surely manages, whatever lies how far apart. */
const range = { first: 1_000_000n, least: 10_000n, times: 4n, quickMs: 300 } as const;

/**
 * Which rows of a wish a later event of the same subject has overtaken. The outbox behind the oldest of them is read once, range by
 * range: it need not have an index by subject, and to look for each row anew would then take hours.
 * @param oldest the least of their ids. Whoever reads them knows it; to ask for it is to read them all once more
 * @returns lists of ids joined by commas
 */
export async function listSuperseded(actor: Actor, wish: ReplayWish, oldest: bigint): Promise<string[]> {
  const { where } = ask(actor, wish);
  const lists: string[] = [];
  const last = await onIdentityDatabase(readLastId);
  let wide: bigint = range.first;
  for (let after = oldest; after < last; ) {
    const to = after + wide < last ? after + wide : last;
    const began = performance.now();
    try {
      const found = await supersededWithin({ where, app: wish.filter?.app }, after, to);
      if (found) lists.push(found);
      after = to;
      if (performance.now() - began < range.quickMs) wide *= range.times;
    } catch (error) {
      if (!isStatementTimeout(error) || wide <= range.least) await onIdentityDatabase(() => Promise.reject(error));
      wide /= range.times;
    }
  }
  return lists;
}

async function readLastId(): Promise<bigint> {
  const [newest] = await identityProviderRead().$queryRaw<{ id: bigint | null }[]>`
    SELECT max(id) AS id FROM webhook_outbox_entries`;
  return newest?.id ?? 0n;
}

async function supersededWithin(
  { where, app }: { where: Prisma.Sql; app: string | undefined },
  after: bigint,
  to: bigint,
): Promise<string | null> {
  const one = app ? Prisma.sql`AND l.oauth_application_id = ${BigInt(app)}` : Prisma.empty;
  const [found] = await identityProviderRead().$queryRaw<{ ids: string | null }[]>`
    WITH page AS MATERIALIZED (
      SELECT e.id, e.oauth_application_id, e.subject FROM webhook_outbox_entries e WHERE ${where} AND e.subject IS NOT NULL),
    later AS MATERIALIZED (
      SELECT l.oauth_application_id, l.subject, max(l.id) AS id FROM webhook_outbox_entries l
       WHERE l.delivered_at IS NOT NULL AND l.id > ${after} AND l.id <= ${to} ${one} AND l.subject IN (SELECT subject FROM page) GROUP BY 1, 2)
    SELECT string_agg(p.id::text, ',') AS ids FROM page p JOIN later l USING (oauth_application_id, subject) WHERE l.id > p.id`;
  return found?.ids ?? null;
}

const isMeant = (row: Pick<WishGroup, "lastStatus" | "lastError">, { terms }: Asking): boolean =>
  isAsked({ ...row, attempts: 1 }, terms);

const leftOutOf = (row: Pick<WishGroup, "lastStatus" | "lastError">, wish: ReplayWish): LeftOutReason | null =>
  wish.includeHeld ? null : whyLeftOut(row);
