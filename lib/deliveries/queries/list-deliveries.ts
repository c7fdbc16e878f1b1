import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { type Place, readCursor, writeCursor } from "../rules/cursor";
import { isAsked, refining } from "../rules/refine";
import { sortedBy } from "../rules/state";
import type { DeliveryFilter, DeliveryPage, DeliveryRow, DeliveryState, Matching } from "../shapes";
import { dead, rowColumns } from "./columns";
import { type Asked, asked, sortColumns } from "./conditions";
import { onIdentityDatabase } from "./identity-database";
import { lacks } from "./index-gaps";
import { type Chosen, type Course, chooseKinds, countOfKinds, readOfKinds } from "./kinds";
import { discardedAmong, discardedOfFew } from "./list-discarded";

export const pageSize = 50;
/** Where our rules choose the rows: how many are read at a time, and how often, before the page says how far it looked. */
const [batch, batches] = [500, 10];
/** Counting further would cost what nobody asked for. @source measured: perf, counts of a filtered result */
const countCap = 1_000;

const mayList = (actor: Actor): void => {
  if (actor.kind !== "system" && !hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: delivery-rows
};

/**
 * One page of deliveries, newest first, without payloads. Paged by row comparison: page 10,000 costs what page 1 costs.
 * @refuses not_allowed for people who may see counts only
 */
export async function listDeliveries(
  actor: Actor,
  filter: DeliveryFilter,
  limit: number = pageSize,
): Promise<DeliveryPage> {
  mayList(actor);
  const what = asked(filter);
  const backward = readCursor(filter.back);
  const from = backward ?? readCursor(filter.cursor);
  const [found, few] = await Promise.all([
    onIdentityDatabase(async () => {
      const way = { backward: backward !== null, limit };
      const near = await gatherNear(actor, what, from, way);
      if (near) return near;
      const kinds = await chooseKinds(actor, what);
      return kinds ? gatherOfKinds(kinds, from, way) : gather(what, from, way);
    }),
    what.state === "dead" ? discardedOfFew(actor) : new Set<string>(),
  ]);
  const page = await toldApart(actor, few, found.rows.slice(0, limit));
  const more = found.rows.length > limit;
  if (backward) page.reverse();
  const placeOf = (row: DeliveryRow | undefined): string | null => (row ? writeCursor(placeIn(what.state, row)) : null);
  const onward = more
    ? backward
      ? placeOf(page[0])
      : placeOf(page.at(-1))
    : found.stoppedAt && writeCursor(found.stoppedAt);
  const behind = from ? (backward ? (placeOf(page.at(-1)) ?? filter.back) : (placeOf(page[0]) ?? filter.cursor)) : null;
  const lookedAt = refining(what.terms).length > 0 ? found.lookedAt : null;
  return { rows: page, lookedAt, next: backward ? behind : onward, previous: backward ? onward : behind };
}

/** What was set aside is dead like the others, and says so. */
async function toldApart(actor: Actor, few: ReadonlySet<string> | null, rows: DeliveryRow[]): Promise<DeliveryRow[]> {
  const ids = rows.map(({ id }) => id);
  const aside = few ?? (await discardedAmong(actor, ids));
  return aside.size === 0 ? rows : rows.map((row) => (aside.has(row.id) ? { ...row, discarded: true } : row));
}

const placeIn = (state: DeliveryState, row: DeliveryRow): Place => ({ at: sortedBy(row, state), id: row.id });

type Way = { backward: boolean; limit: number };
type Gathered = { rows: DeliveryRow[]; lookedAt: number; stoppedAt: Place | null };

/** One row more than a page, so that it is known whether there is another; where it stopped, when it stopped before it knew. */
async function gather(what: Asked, from: Place | null, { backward, limit }: Way): Promise<Gathered> {
  const refined = refining(what.terms);
  if (refined.length === 0) {
    const rows = await read(what, from, backward, limit + 1);
    return { rows, lookedAt: rows.length, stoppedAt: null };
  }
  const rows: DeliveryRow[] = [];
  let [place, lookedAt] = [from, 0];
  for (let round = 0; round < batches; round += 1) {
    const some = await read(what, place, backward, batch);
    lookedAt += some.length;
    rows.push(...some.filter((row) => isAsked(row, refined)));
    const last = some.at(-1);
    if (last) place = placeIn(what.state, last);
    if (rows.length > limit || some.length < batch) return { rows, lookedAt, stoppedAt: null };
  }
  return { rows, lookedAt, stoppedAt: place };
}

/** What is common lies near: among so many rows a page of it is found in less time than it takes to know all kinds. */
const nearby = 1_000;

/** A page from what lies nearest; null where that holds too few of what is asked for, or only kinds or our rules can tell. */
async function gatherNear(
  actor: Actor,
  { where, terms, parts }: Asked,
  from: Place | null,
  { backward, limit }: Way,
): Promise<Gathered | null> {
  const isPlain = parts !== null && parts.texts.length === 0 && parts.ofKind.length > 0;
  if (!isPlain || refining(terms).length > 0 || (await lacks(actor, "dead_alike"))) return null;
  const { direction, beyond } = course("dead", from, backward);
  const ofApp = parts.app ? Prisma.sql`AND e.oauth_application_id = ${BigInt(parts.app)}` : Prisma.empty;
  const order = Prisma.sql`ORDER BY e.dlq_at ${direction}, e.id ${direction}`;
  const rows = await identityProviderRead().$queryRaw<DeliveryRow[]>`
    SELECT ${rowColumns}
      FROM (SELECT e.* FROM webhook_outbox_entries e WHERE ${dead} ${ofApp} ${beyond} ${order} LIMIT ${nearby}) e
      JOIN oauth_applications a ON a.id = e.oauth_application_id
     WHERE ${where} ${order} LIMIT ${limit + 1}`;
  return rows.length > limit ? { rows, lookedAt: rows.length, stoppedAt: null } : null;
}

async function gatherOfKinds(kinds: Chosen, from: Place | null, { backward, limit }: Way): Promise<Gathered> {
  const rows = await readOfKinds(kinds, { ...course("dead", from, backward), limit: limit + 1 });
  return { rows, lookedAt: rows.length, stoppedAt: null };
}

/** Which way a list goes, and from where. */
function course(state: DeliveryState, from: Place | null, backward: boolean): Omit<Course, "limit"> {
  const compares = backward ? Prisma.sql`>` : Prisma.sql`<`;
  return {
    direction: backward ? Prisma.sql`ASC` : Prisma.sql`DESC`,
    beyond: from
      ? Prisma.sql`AND (${sortColumns[state]}, e.id) ${compares} (${from.at}::timestamp, ${BigInt(from.id)})`
      : Prisma.empty,
  };
}

function read({ state, where }: Asked, from: Place | null, backward: boolean, limit: number): Promise<DeliveryRow[]> {
  const sort = sortColumns[state];
  const { direction, beyond } = course(state, from, backward);
  return identityProviderRead().$queryRaw<DeliveryRow[]>`
    SELECT ${rowColumns}
      FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
     WHERE ${where} ${beyond} ORDER BY ${sort} ${direction}, e.id ${direction} LIMIT ${limit}`;
}

/**
 * How many deliveries match, up to a cap unless all are asked for; null where only our rules could tell.
 * @refuses not_allowed for people who may see counts only
 */
export async function countDeliveries(actor: Actor, filter: DeliveryFilter): Promise<Matching | null> {
  mayList(actor);
  const what = asked(filter);
  const limit = filter.exact ? Prisma.empty : Prisma.sql`LIMIT ${countCap + 1}`;
  const count = await onIdentityDatabase(async () => {
    const kinds = await chooseKinds(actor, what);
    if (kinds) return countOfKinds(kinds, limit);
    return refining(what.terms).length > 0 ? null : countRows(what, limit);
  });
  if (count === null) return null;
  return filter.exact || count <= countCap ? { count, atLeast: false } : { count: countCap, atLeast: true };
}

async function countRows({ where }: Asked, limit: Prisma.Sql): Promise<number> {
  const [row] = await identityProviderRead().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM webhook_outbox_entries e WHERE ${where} ${limit}) matching`;
  return row?.count ?? 0;
}
