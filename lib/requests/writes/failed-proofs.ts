import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type Failure = { requestId: string; personId: string; sessionId: string; code: string };

/** Keeps a proof that did not hold. @returns how many of this person's proofs for this request have not */
export async function keepFailedProof(tx: ConsoleTransaction, failure: Failure): Promise<number> {
  const { requestId, personId } = failure;
  // One after the other: of many at once each must see those before it.
  await tx.$queryRaw`SELECT FROM action_requests WHERE id = ${requestId}::uuid FOR UPDATE`;
  await tx.proofFailure.create({ data: failure });
  return tx.proofFailure.count({ where: { requestId, personId } });
}

/** Nothing can be proved in this session for a while, by database time. No other session is touched, of whomever. */
export async function lockProofs(
  tx: ConsoleTransaction,
  { requestId, personId, sessionId, minutes }: Omit<Failure, "code"> & { minutes: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO proof_locks (session_id, person_id, request_id, locked_until)
    VALUES (${sessionId}, ${personId}::uuid, ${requestId}::uuid, now() + make_interval(mins => ${minutes}))
    ON CONFLICT (session_id) DO UPDATE SET request_id = excluded.request_id, locked_until = excluded.locked_until`;
}
