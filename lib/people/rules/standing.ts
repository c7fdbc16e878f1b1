import { effectiveRoles, type Role } from "@/lib/access/roles";
import type { Standing } from "../shapes";

export type StandingSources = Pick<Standing, "id" | "name" | "email" | "member" | "seenAt"> & {
  clerk: readonly string[];
  grants: readonly string[];
  blocks: readonly string[];
};

/** What somebody may be, from what Clerk, our grants and our blocks say. Whoever left the organisation is nothing here. */
export function standingOf({ clerk, grants, blocks, ...person }: StandingSources): Standing {
  const only = (names: readonly string[]) => effectiveRoles({ clerk: [], grants: names, blocks: [] });
  const sources = { clerk: only(clerk), grants: only(grants), blocks: only(blocks) };
  const roles = person.member ? effectiveRoles(sources) : [];
  return { ...person, ...sources, roles, version: versionOf({ ...sources, member: person.member }) };
}

function versionOf(sources: Pick<Standing, "clerk" | "grants" | "blocks" | "member">): string {
  const { clerk, grants, blocks, member } = sources;
  return `clerk=${clerk.join("+")} grants=${grants.join("+")} blocks=${blocks.join("+")}${member ? "" : " left"}`;
}

/** What must be written for somebody to have a role: no more than is needed, so that Clerk's word counts again where it suffices. */
export function changesOfGrant(person: Standing, role: Role): { endBlock: boolean; addGrant: boolean } {
  const given = person.clerk.includes(role) || person.grants.includes(role);
  return { endBlock: person.blocks.includes(role), addGrant: !given };
}

/** What must be written for somebody to lose a role whatever Clerk says: of a grant and a block never both are open. */
export function changesOfBlock(person: Standing, role: Role): { endGrant: boolean; addBlock: boolean } {
  return { endGrant: person.grants.includes(role), addBlock: !person.blocks.includes(role) };
}

/** Who would still be an admin after some people lost the role. */
export function adminsWithout(people: readonly Standing[], losing: ReadonlySet<string>): Standing[] {
  return people.filter(({ id, roles }) => roles.includes("admin") && !losing.has(id));
}

/** One person asks and another approves: with fewer admins nothing grave could be done any more, not even making one. */
export const leastAdmins = 2;

/** Whether taking the role from these people leaves too few admins. Who changes nothing about it may always go on. */
export function leavesTooFewAdmins(people: readonly Standing[], losing: ReadonlySet<string>, least: number): boolean {
  const [before, after] = [adminsWithout(people, new Set()).length, adminsWithout(people, losing).length];
  return after < before && after < least;
}
