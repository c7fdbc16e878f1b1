import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { type Kind, kindsAsked } from "../rules/kinds";
import { refining } from "../rules/refine";
import { isIdLike } from "../rules/varying";
import type { DeliveryRow } from "../shapes";
import { answer, saidHash } from "./alike";
import { dead, rowColumns } from "./columns";
import type { Asked } from "./conditions";
import { lacks } from "./index-gaps";
import { metKinds, walkKinds } from "./walk-kinds";

/** Kinds of the dead that hold all that is asked for, and what the rows of them must hold besides. */
export type Chosen = { kinds: Kind[]; within: Prisma.Sql };

/** Which kinds of the dead a filter means; null where kinds are no help. */
export async function chooseKinds(actor: Actor, { parts, terms }: Asked): Promise<Chosen | null> {
  if (parts === null || (await lacks(actor, "dead_alike"))) return null;
  const { app, ofKind, ofRow, texts } = parts;
  if (texts.some(({ text }) => isIdLike(text))) return null;
  if (ofKind.length + texts.length + refining(terms).length === 0) return null;
  const ask = Prisma.join([Prisma.sql`true`, ...ofKind], " AND ");
  // Whether a text is what errors say, all kinds that there are now tell together.
  const kinds = texts.length > 0 ? await walkKinds(ask, null) : app ? await walkKinds(ask, app) : await metKinds(ask);
  if (kinds === null) return null;
  const chosen = kindsAsked(kinds, texts, terms);
  return chosen && { kinds: chosen, within: Prisma.join([dead, ...ofRow], " AND ") };
}

/** Where a list goes on: the comparison, and the order that it is in. */
export type Course = { beyond: Prisma.Sql; direction: Prisma.Sql; limit: number };

/** The rows of these kinds in the order of the list: so many of each kind, and of those the first. */
export function readOfKinds(chosen: Chosen, course: Course): Promise<DeliveryRow[]> {
  const { beyond, direction, limit } = course;
  return identityProviderRead().$queryRaw<DeliveryRow[]>`
    SELECT ${rowColumns}
      FROM (SELECT w.id, w.dlq_at FROM ${eachKind(chosen.kinds)} CROSS JOIN LATERAL (
              SELECT e.id, e.dlq_at FROM webhook_outbox_entries e WHERE ${ofThisKind} AND ${chosen.within} ${beyond}
               ORDER BY e.dlq_at ${direction}, e.id ${direction} LIMIT ${limit}) w
             ORDER BY w.dlq_at ${direction}, w.id ${direction} LIMIT ${limit}) found
      JOIN webhook_outbox_entries e ON e.id = found.id JOIN oauth_applications a ON a.id = e.oauth_application_id
     ORDER BY e.dlq_at ${direction}, e.id ${direction}`;
}

/** How many rows these kinds hold, each counted up to the limit. */
export async function countOfKinds(chosen: Chosen, limit: Prisma.Sql): Promise<number> {
  const [row] = await identityProviderRead().$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(w.rows), 0)::int AS count FROM ${eachKind(chosen.kinds)} CROSS JOIN LATERAL (
      SELECT count(*) AS rows FROM (
        SELECT 1 FROM webhook_outbox_entries e WHERE ${ofThisKind} AND ${chosen.within} ${limit}) matching) w`;
  return row?.count ?? 0;
}

const ofThisKind = Prisma.sql`e.oauth_application_id = k.app AND e.event_type = k.event AND ${answer} = k.answer AND ${saidHash} = k.hash`;

function eachKind(kinds: readonly Kind[]): Prisma.Sql {
  return Prisma.sql`unnest(${kinds.map(({ app }) => BigInt(app))}::bigint[], ${kinds.map(({ event }) => event)}::text[],
    ${kinds.map((each) => each.answer)}::int[], ${kinds.map(({ hash }) => hash)}::uuid[]) AS k (app, event, answer, hash)`;
}
