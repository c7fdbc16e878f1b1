import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import type { Prisma } from "@/lib/generated/console/client";
import { approverRoles } from "../rules/may-decide";
import type { RequestCard, RequestFilter, RequestState } from "../shapes";
import { cardsOf } from "./request-cards";

const hoursOf = { any: null, day: 24, week: 7 * 24, month: 30 * 24 } as const;

/** Newest first, without the routine acts: those are in the record, and would bury the rest. */
export async function listRequests(
  actor: HumanActor,
  filter: RequestFilter,
  limit: number,
): Promise<{ cards: RequestCard[]; more: boolean }> {
  const rows = await consoleDb().actionRequest.findMany({
    where: { AND: [{ risk: { notIn: ["routine"] } }, ...conditionsOf(actor, filter)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    ...(filter.after ? { cursor: { id: filter.after }, skip: 1 } : {}),
    take: limit + 1,
  });
  const cards = await cardsOf(
    actor,
    rows.slice(0, limit).map((row) => ({ ...row, state: row.state as RequestState })),
  );
  return { cards, more: rows.length > limit };
}

function conditionsOf(actor: HumanActor, filter: RequestFilter): Prisma.ActionRequestWhereInput[] {
  const { state, operation, risk, by, whose, since } = filter;
  const hours = hoursOf[since];
  return [
    ...(state ? [{ state }] : []),
    ...(operation ? [{ operation }] : []),
    ...(risk ? [{ risk }] : []),
    ...(by ? [{ requesterId: by }] : []),
    ...(whose === "mine" ? [{ requesterId: actor.personId }] : []),
    ...(whose === "waiting" ? [waitingFor(actor)] : []),
    ...(hours === null ? [] : [{ createdAt: { gte: new Date(Date.now() - hours * 3_600_000) } }]),
  ];
}

/** What goes no further without this person: their own that may run or reads unknown, and what they may decide about others'. */
function waitingFor(actor: HumanActor): Prisma.ActionRequestWhereInput {
  const own = { requesterId: actor.personId, state: { in: ["ready", "unknown"] } };
  const others = { requesterId: { not: actor.personId }, state: "awaiting_approval" };
  return { OR: hasRole(actor, approverRoles) ? [own, others] : [own] };
}

/** How many requests are open or running right now, for the rail. */
export async function countOpenRequests(_actor: HumanActor): Promise<number> {
  return consoleDb().actionRequest.count({
    where: { state: { in: ["awaiting_approval", "ready", "running", "unknown"] }, risk: { notIn: ["routine"] } },
  });
}
