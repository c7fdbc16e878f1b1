import { Refusal } from "../kernel/refusal";
import { seededId } from "./ids";
import type { ClerkInstance } from "./instance";
import { findMembership, findUserByEmail } from "./store";

const ROLES: readonly string[] = ["org:responder", "org:admin", "org:manager"];

export type PersonRoles = { email: string; roles: string[] };

export function rolesOf(instance: ClerkInstance, organizationId: string, email: string): string[] {
  const user = findUserByEmail(instance.store, email);
  const membership = user && findMembership(instance.store, user.id, organizationId);
  return membership ? [membership.role] : [];
}

/** Changes a person's membership at once; no role takes it away. @throws Refusal */
export function setRoles(instance: ClerkInstance, organizationId: string, { email, roles }: PersonRoles): PersonRoles {
  const user = findUserByEmail(instance.store, email);
  if (!user) throw new Refusal(404, "unknown_person", `There is nobody with the address ${email}.`);
  const role = readRole(roles);
  const membership = findMembership(instance.store, user.id, organizationId);
  const now = Date.now();
  if (role === undefined) {
    if (membership) instance.store.memberships.delete(membership.id);
  } else if (membership) {
    membership.role = role;
    membership.updatedAt = now;
  } else {
    const id = seededId("orgmem", `${organizationId}/${user.id}`);
    instance.store.memberships.set(id, { id, organizationId, userId: user.id, role, createdAt: now, updatedAt: now });
  }
  return { email: user.email, roles: rolesOf(instance, organizationId, email) };
}

/** Takes `admin` for `org:admin`. */
function readRole(roles: string[]): string | undefined {
  if (roles.length > 1) throw new Refusal(422, "too_many_roles", "Clerk gives a member one role per organisation.");
  const [role] = roles.map((name) => (name.startsWith("org:") ? name : `org:${name}`));
  if (role !== undefined && !ROLES.includes(role)) {
    throw new Refusal(422, "unknown_role", `There is no role "${role}"; there are: ${ROLES.join(", ")}.`);
  }
  return role;
}
