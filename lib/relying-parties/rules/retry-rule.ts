import type { Role } from "@/lib/access/roles";

/** Whether somebody's retry waits for another person: the relying party asks for an admin, and they are none. */
export const retryAsksAdmin = (rule: { needsAdmin: boolean }, roles: readonly Role[]): boolean =>
  rule.needsAdmin && !roles.includes("admin");
