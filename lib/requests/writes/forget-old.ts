import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { days, seconds } from "@/lib/core/duration";

/** How long failed proofs are counted: a request lives an hour. The record keeps each. */
export const failedProofsKeptForMs = days(30);

/** Forgets old failed proofs, so many at a time, and locks that are open again. @returns how many are gone */
export async function forgetOldFailedProofs(tx: ConsoleTransaction, mostAtOnce: number): Promise<number> {
  const secs = failedProofsKeptForMs / seconds(1);
  const failures = await tx.$executeRaw`
    DELETE FROM proof_failures WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM proof_failures WHERE failed_at < now() - make_interval(secs => ${secs})
       LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))`;
  const locks = await tx.$executeRaw`
    DELETE FROM proof_locks WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM proof_locks WHERE locked_until < now() - make_interval(secs => ${secs})
       LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))`;
  return failures + locks;
}
