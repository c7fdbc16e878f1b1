import "server-only";
import { identityProviderRead } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/identity-provider/client";
import type { Kind } from "../rules/kinds";
import { saidOf } from "../rules/varying";
import { answer, saidHash } from "./alike";
import { dead } from "./columns";

/** With more kinds than this they are no way to find anything; every outage has a few dozen. */
const mostKinds = 2_000;

/** As the last walk through all of them met them, in the order of the index. */
let walked: readonly Kind[] = [];

/**
 * The kinds of the dead as they are now; null where there are too many. The index is walked from one kind to the next, whatever number of
 * rows lies between.
 * @param asked what is asked of a kind's newest row
 * @param of the only relying party whose kinds are wanted; null for all
 */
export async function walkKinds(asked: Prisma.Sql, of: string | null): Promise<readonly Kind[] | null> {
  const wanted = of === null ? Prisma.sql`true` : Prisma.sql`k.oauth_application_id = ${BigInt(of)}`;
  const found = await identityProviderRead().$queryRaw<Omit<Kind, "said">[]>`
    WITH RECURSIVE kinds AS (
      (SELECT f.*, 1 AS nth FROM (
        ${entry} AND (${key}) > (${of === null ? beforeAll : BigInt(of)}, '', 0, ${noHash}::uuid) ORDER BY ${key} LIMIT 1) f)
      UNION ALL
      SELECT f.*, k.nth + 1 FROM kinds k CROSS JOIN LATERAL (
        ${entry} AND (${key}) > (k.oauth_application_id, k.event_type, k.answer, k.hash) ORDER BY ${key} LIMIT 1) f
       WHERE k.nth <= ${mostKinds} AND ${wanted})
    SELECT e.oauth_application_id::text AS app, e.event_type AS event, e.answer, e.hash::text AS hash, e.last_status AS "lastStatus",
           left(e.last_error, 1000) AS "lastError", coalesce((${asked}), false) AS asked
      FROM (SELECT k.* FROM kinds k WHERE ${wanted}) e`;
  const kinds = found.map((kind) => ({ ...kind, said: saidOf(kind.lastError) }));
  if (of === null) walked = kinds.length > mostKinds ? [] : kinds;
  return kinds.length > mostKinds ? null : kinds;
}

/**
 * All kinds, and perhaps some of which nothing is left. Making out what errors say is most of a walk: what the last one met is only
 * looked for between, whether there is anything else.
 */
export async function metKinds(asked: Prisma.Sql): Promise<readonly Kind[] | null> {
  const known = walked;
  if (known.length === 0) return walkKinds(asked, null);
  const db = identityProviderRead();
  const [, [seen]] = await db.$transaction([
    db.$queryRaw`SELECT set_config(way, 'off', true) FROM unnest(${otherWays}::text[]) way`,
    db.$queryRaw<{ others: boolean; asked: boolean[] }[]>`
      WITH k AS MATERIALIZED (
        SELECT e.*, lag(e.oauth_application_id, 1, ${beforeAll}) OVER met AS app, lag(e.event_type, 1, '') OVER met AS event,
               lag(e.answer, 1, 0) OVER met AS after, lag(e.hash, 1, ${noHash}::uuid) OVER met AS said
          FROM unnest(${[...known.map(({ app }) => BigInt(app)), beyondAll]}::bigint[], ${[...known.map(({ event }) => event), ""]}::text[],
                      ${[...known.map((kind) => kind.answer), 0]}::int[], ${[...known.map(({ hash }) => hash), noHash]}::uuid[],
                      ${[...known.map(({ lastStatus }) => lastStatus), null]}::int[])
               WITH ORDINALITY AS e (oauth_application_id, event_type, answer, hash, last_status, place) WINDOW met AS (ORDER BY e.place))
      SELECT array_agg(coalesce((${asked}), false) ORDER BY e.place) AS asked, bool_or(EXISTS (
               SELECT FROM (SELECT 1 FROM webhook_outbox_entries e WHERE ${dead} AND (${key}) > (between.app, between.event, between.after, between.said)
                               AND (${key}) < (between.oauth_application_id, between.event_type, between.answer, between.hash)
                             ORDER BY ${key} LIMIT 1) one)) AS others
        FROM k e JOIN k between USING (place)`,
  ]);
  if (!seen || seen.others) return walkKinds(asked, null);
  return known.map((kind, place) => ({ ...kind, asked: seen.asked[place] ?? false }));
}

/** All but the index of kinds in its order: a planner that takes a small outbox for quickly read makes out what all its errors say. */
const otherWays = ["enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort"];

const [beforeAll, beyondAll] = [-1n, 9_223_372_036_854_775_807n];
const noHash = "00000000-0000-0000-0000-000000000000";
const key = Prisma.sql`e.oauth_application_id, e.event_type, ${answer}, ${saidHash}`;
/** The hash as it is sorted by, and nothing else of an error's common part: making that out is what takes longest. */
const entry = Prisma.sql`
  SELECT e.oauth_application_id, e.event_type, ${answer} AS answer, ${saidHash} AS hash, e.last_status, e.last_error
    FROM webhook_outbox_entries e WHERE ${dead}`;
