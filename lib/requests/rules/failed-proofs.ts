import type { RefusalCode } from "@/lib/core/errors";

/** So many proofs of one person for one request may fail; with the last one it is over. @source security review, B-15 */
export const failedProofsLimit = 5;

/** How long the session that gave them may prove nothing. @source security review, B-15 */
export const proofLockMinutes = 15;

/** Proofs that were given and did not hold. What is refused for another reason is no sign of somebody trying. */
const failures: readonly RefusalCode[] = [
  "insufficient_user_authentication",
  "proof_already_used",
  "code_invalid",
  "passkey_not_found",
  "passkey_invalid",
  "passkey_user_unverified",
  "passkey_counter_behind",
];

export const isFailedProof = (code: RefusalCode): boolean => failures.includes(code);
