import "server-only";
import type { Actor, HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { listPeople } from "@/lib/people/queries/list-people";
import { isEnrollable } from "../rules/readiness";
import type { Enrollable, HolderCard } from "../shapes";
import { readHolders } from "./holders";

/** Everybody who is enrolled, by name. Everybody with a role may know who could come in. */
export async function listHolders(_actor: Actor): Promise<HolderCard[]> {
  return (await readHolders(consoleDb())).map(({ card }) => card);
}

/** The reader's own enrolment; null for who has none. */
export async function findOwnEnrolment(actor: HumanActor): Promise<HolderCard | null> {
  return (await listHolders(actor)).find(({ personId }) => personId === actor.personId) ?? null;
}

/** Responders and admins who are not enrolled, by name. */
export async function listEnrollables(actor: HumanActor): Promise<Enrollable[]> {
  const enrolled = new Set((await listHolders(actor)).map(({ personId }) => personId));
  const others = (await listPeople(actor)).filter(({ id, roles }) => isEnrollable(roles) && !enrolled.has(id));
  return others.map(({ id, name }) => ({ id, name }));
}
