import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { readById } from "@/lib/customers/queries/identity-users";
import { searchCustomers } from "@/lib/customers/queries/search-customers";
import type { PartTrouble } from "@/lib/customers/shapes";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import type { Sought } from "../rules/sought";
import type { Found, Silence, Thing } from "../shapes";

const mostHits = 5;

/**
 * Customers by an id of either side, or by a whole e-mail address. Parts of an address are the page's own search; no address is told.
 */
export async function findCustomers(actor: HumanActor, { number, clerkId, email }: Sought): Promise<Found> {
  if (number !== undefined) return byNumber(actor, number);
  const typed = clerkId ?? email;
  const search = typed === undefined ? "nothing" : await searchCustomers(actor, typed);
  if (typeof search === "string") return { things: [], silent: [] };
  const things = search.hits.slice(0, mostHits).flatMap(({ identityId, clerkId: atClerk }): Thing[] => {
    const id = identityId ?? atClerk;
    return id === null ? [] : [{ kind: "customer", id, inTable: identityId !== null }];
  });
  return { things, silent: [...silence("clerk", search.clerk), ...silence("identity_provider", search.identity)] };
}

async function byNumber(actor: HumanActor, number: string): Promise<Found> {
  const answer = await askDatabase(() => readById(actor, number));
  if (!answer.ok) return { things: [], silent: silence("identity_provider", trouble(answer.failure.kind)) };
  const things = answer.value.map(({ id }): Thing => ({ kind: "customer", id, inTable: true }));
  return { things, silent: [] };
}

const trouble = (kind: string): PartTrouble => (kind === "timed_out" ? "timed_out" : "unreachable");

const silence = (place: Silence["place"], said: PartTrouble | null): Silence[] =>
  said === null ? [] : [{ place, slow: said === "timed_out" }];
