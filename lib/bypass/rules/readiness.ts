import type { Role } from "@/lib/access/roles";
import { roleMaxAgeDays } from "../shapes";

/** How the door to be used when Clerk is dead must stand, to be relied upon. @source design: access §6 */
export const readinessRule = { usablePeople: 2, drillGoodForDays: 90 } as const;

/** What is known of somebody who is enrolled. Ages are in days, by the database's clock. */
export type Holder = {
  /** By Clerk's last word, our grants and our blocks. */
  roles: readonly Role[];
  /** Every role is blocked by ours. */
  lockedOut: boolean;
  roleAgeDays: number | null;
  passkeys: number;
  /** Printed codes that were not used yet; null without a sheet. */
  codesLeft: number | null;
  drillAgeDays: number | null;
};

/** Why somebody who is enrolled could not come in, the gravest first. */
export const holderFaults = ["locked_out", "role_missing", "role_stale", "no_factor", "codes_used_up"] as const;
export type HolderFault = (typeof holderFaults)[number];

const holderRoles: readonly Role[] = ["responder", "admin"];

/** Whether a person with these roles may be enrolled at all. @source design: access §6 (only responders and admins) */
export const isEnrollable = (roles: readonly Role[]): boolean => roles.some((role) => holderRoles.includes(role));

/** Why this person could not come in now; null when they could. A passkey or one printed code is enough. */
export function faultOf(holder: Holder): HolderFault | null {
  if (holder.lockedOut) return "locked_out"; // guard: readiness-locked-out
  if (!isEnrollable(holder.roles)) return "role_missing"; // guard: readiness-role
  if (holder.roleAgeDays === null || holder.roleAgeDays > roleMaxAgeDays) return "role_stale"; // guard: readiness-role-age
  if (holder.passkeys > 0) return null;
  if (holder.codesLeft === null) return "no_factor";
  return holder.codesLeft > 0 ? null : "codes_used_up"; // guard: readiness-factor
}

/** What keeps the door from being armed, in the order in which it is mended. */
export const readinessFaults = [
  "too_few_enrolled",
  "too_few_usable",
  "never_drilled",
  "drill_old",
  "review_unfiled",
] as const;
export type ReadinessFault = (typeof readinessFaults)[number];

export type Judgement = { armed: boolean; missing: ReadinessFault[]; usable: number; drillAgeDays: number | null };

/**
 * Whether enough people could come in, the way in was tried lately, and nothing is owed from last time.
 * @param reviewsOwed reviews of earlier openings, drills aside, that nobody has filed
 */
export function judgeReadiness(holders: readonly Holder[], { reviewsOwed }: { reviewsOwed: number }): Judgement {
  const usable = holders.filter((holder) => faultOf(holder) === null).length;
  const drills = holders.flatMap(({ drillAgeDays }) => (drillAgeDays === null ? [] : [drillAgeDays]));
  const drillAgeDays = drills.length === 0 ? null : Math.min(...drills);
  const missing: ReadinessFault[] = [];
  if (holders.length < readinessRule.usablePeople)
    missing.push("too_few_enrolled"); // guard: readiness-enrolled
  else if (usable < readinessRule.usablePeople) missing.push("too_few_usable"); // guard: readiness-usable
  if (drillAgeDays === null) missing.push("never_drilled");
  else if (drillAgeDays > readinessRule.drillGoodForDays) missing.push("drill_old"); // guard: readiness-drill
  if (reviewsOwed > 0) missing.push("review_unfiled"); // guard: readiness-review
  return { armed: missing.length === 0, missing, usable, drillAgeDays };
}
