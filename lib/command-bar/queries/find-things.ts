import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole, type Role } from "@/lib/access/roles";
import { type Sought, soughtOf } from "../rules/sought";
import type { Found } from "../shapes";
import { findIncidents, findRequests } from "./console-things";
import { findCustomers } from "./customers";
import { findDeliveries, findKids, findParties } from "./identity-provider-things";

type Source = { roles: readonly Role[] | null; find: (actor: HumanActor, sought: Sought) => Promise<Found> };

const whoSeesRows = ["responder", "admin"] as const;

/** In the order in which they are told: what is named by an id before what has it in its name. */
const sources: Source[] = [
  { roles: whoSeesRows, find: findDeliveries },
  { roles: null, find: findIncidents },
  { roles: null, find: findRequests },
  { roles: whoSeesRows, find: findCustomers },
  { roles: null, find: findParties },
  { roles: null, find: findKids },
];

/** What a text names, of what its reader may see. Of the rest nothing is asked, so that not even its slowness tells of it. */
export async function findThings(actor: HumanActor, typed: string): Promise<Found> {
  const sought = soughtOf(typed);
  const open = sources.filter(({ roles }) => roles === null || hasRole(actor, roles)); // guard: command-bar-rows
  const found = await Promise.all(open.map(({ find }) => find(actor, sought)));
  const silent = found.flatMap((part) => part.silent);
  return {
    things: found.flatMap((part) => part.things),
    silent: silent.filter(({ place }, at) => silent.findIndex((each) => each.place === place) === at),
  };
}
