import { isRecovered, isRecovering } from "@/lib/triage/rules/console-clerk";
import type { Stretch } from "@/lib/triage/rules/stretch";
import type { Ending } from "../shapes";

/** A grant that has not ended, by its age in database time. */
export type OpenGrant = { expired: boolean; drill: boolean; openForMs: number };

/**
 * Why a grant ends now, or null. Clerk must have answered for ten minutes of the grant's own life, without a break and without a
 * silence. A drill ends by its clock: Clerk is well all the time.
 */
export function endingOf({ expired, drill, openForMs }: OpenGrant, clerk: Stretch): Ending | null {
  if (expired) return "expired";
  return !drill && isRecovered(clerk, openForMs) ? "recovered" : null;
}

/** Whether its holder should know that it ends within five minutes unless Clerk fails again. */
export const isWaning = ({ drill, openForMs }: OpenGrant, clerk: Stretch): boolean =>
  !drill && isRecovering(clerk, openForMs);
