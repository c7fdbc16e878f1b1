import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { findCard } from "@/lib/incidents/queries/find-incident";
import { findRequest } from "@/lib/requests/queries/find-request";
import type { Sought } from "../rules/sought";
import type { Found, Thing } from "../shapes";

const mostOfAKind = 3;

export async function findIncidents(actor: HumanActor, { incident }: Sought): Promise<Found> {
  const card = incident === undefined ? null : await findCard(actor, incident);
  if (!card) return { things: [], silent: [] };
  const { number, title, state } = card;
  return { things: [{ kind: "incident", number, title, open: state === "open" }], silent: [] };
}

/** Requests by their id, or by the code that people read to each other. */
export async function findRequests(actor: HumanActor, { request, code }: Sought): Promise<Found> {
  const ids = [...(request === undefined ? [] : [request]), ...(code === undefined ? [] : await readByCode(code))];
  const cards = await Promise.all(ids.map((id) => findRequest(actor, id)));
  const things = cards.flatMap((card): Thing[] => {
    if (!card) return [];
    const { id, operation, state, own, shown } = card;
    return [{ kind: "request", id, operation, state, own, subject: shown?.subject ?? "" }];
  });
  return { things, silent: [] };
}

async function readByCode(code: string): Promise<string[]> {
  const rows = await consoleDb().actionRequest.findMany({
    where: { digest: { startsWith: code } },
    select: { id: true },
    orderBy: { createdAt: "desc" },
    take: mostOfAKind,
  });
  return rows.map(({ id }) => id);
}
