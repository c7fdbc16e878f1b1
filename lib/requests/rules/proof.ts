import type { Factor } from "@/lib/access/factor";
import { ok, type Result, refuse } from "@/lib/core/errors";

/** A proof older than this asks for a new one. @source design: access, §4 */
export const proofMaxAgeMinutes = 10;

/** Whether a Clerk session carries a fresh second factor from a reverification of its own. That it is unspent, the database says. */
export function judgeClerkProof(factor: Factor): Result<{ reverificationId: string; secondFactorAgeMinutes: number }> {
  const { reverification, issuesReverification, secondFactorAgeMinutes } = factor;
  if (!issuesReverification) return refuse("rvid_claim_missing");
  if (secondFactorAgeMinutes === null) return refuse("no_second_factor");
  if (reverification === null || secondFactorAgeMinutes >= proofMaxAgeMinutes) {
    return refuse("insufficient_user_authentication", { maxAgeMinutes: proofMaxAgeMinutes });
  }
  return ok({ reverificationId: reverification, secondFactorAgeMinutes });
}
