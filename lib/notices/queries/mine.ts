import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { Prisma } from "@/lib/generated/console/client";

/** Older ones are history: they are listed, and nobody is told any more that they wait. */
const unreadForDays = 30;

/** Of several notices `n` under one key only the first is one. */
export const firstOfItsKey = Prisma.sql`
  NOT EXISTS (SELECT FROM notices earlier WHERE earlier.dedup_key = n.dedup_key AND earlier.seq < n.seq)`;

export const isSettled = Prisma.sql`EXISTS (SELECT FROM notices answer WHERE answer.settles = n.dedup_key)`;

/** The notices `n` that are for this person. */
export const isFor = ({ personId, roles }: HumanActor): Prisma.Sql => Prisma.sql`
  n.only_channel IS NULL AND (n.roles && ${[...roles]} OR ${personId}::uuid = ANY(n.person_ids)) AND ${personId}::uuid <> ALL(n.except_ids) AND ${firstOfItsKey}`;

/** Those of them that still wait for this person's eyes. Nothing waits from before the person was here. */
export const waitsFor = (actor: HumanActor): Prisma.Sql => Prisma.sql`
  ${isFor(actor)} AND NOT ${isSettled}
  AND n.posted_at > greatest(now() - make_interval(days => ${unreadForDays}),
                             (SELECT created_at FROM people WHERE id = ${actor.personId}::uuid))
  AND NOT EXISTS (SELECT FROM notice_reads r WHERE r.notice_id = n.id AND r.person_id = ${actor.personId}::uuid)`;
