import type { Actor } from "./actor";

/** The three roles of this console. A person may hold several. */
export const roles = ["responder", "admin", "manager"] as const;
export type Role = (typeof roles)[number];

const isRole = (value: string): value is Role => (roles as readonly string[]).includes(value);

/** Clerk's role key (`org:admin` or, in a token, `admin`) as one of ours; anything else is no role here. */
export function roleFromClerk(key: string | null | undefined): Role | null {
  if (!key) return null;
  const name = key.startsWith("org:") ? key.slice(4) : key;
  return isRole(name) ? name : null;
}

export type RoleSources = {
  /** Role keys of the pinned organisation that Clerk vouches for. */
  clerk: readonly (string | null | undefined)[];
  /** Our own additions. */
  grants: readonly string[];
  /** Our own removals; they win over everything. */
  blocks: readonly string[];
};

/** (Clerk's role in the pinned organisation ∪ our grants) − our blocks. */
export function effectiveRoles({ clerk, grants, blocks }: RoleSources): Role[] {
  const held = new Set<Role>();
  for (const key of clerk) {
    const role = roleFromClerk(key);
    if (role) held.add(role);
  }
  for (const role of grants) if (isRole(role)) held.add(role);
  for (const role of blocks) held.delete(role as Role);
  return roles.filter((role) => held.has(role));
}

/** Whether somebody holds one of these roles. The worker holds none. */
export const hasRole = (actor: Actor, allowed: readonly Role[]): boolean =>
  "roles" in actor && actor.roles.some((role) => allowed.includes(role));
