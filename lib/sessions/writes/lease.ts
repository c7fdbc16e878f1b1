import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { RevocationPhase, RevocationState, RevocationTrouble } from "../shapes";

/** How long a worker may write without saying that it still lives, by the console's clock. */
export const leaseSeconds = 15;

export type LeasedRevocation = {
  requestId: string;
  userId: string | null;
  exceptUsers: string[];
  begunBefore: Date;
  state: Extract<RevocationState, "running" | "paused" | "canceling">;
  phase: RevocationPhase;
  pass: number;
  passFound: number;
  cursorId: string | null;
  cursorCreatedAt: Date | null;
  callsPerSecond: number;
};

/**
 * Takes or keeps the right to advance a revocation, by the console's clock. One worker advances all of them: together they would ask
 * Clerk faster than each of them thinks.
 */
export async function leaseRevocation(
  tx: ConsoleTransaction,
  requestId: string,
  worker: string,
): Promise<LeasedRevocation | null> {
  const [leased] = await tx.$queryRaw<LeasedRevocation[]>`
    UPDATE session_revocations SET lease_holder = ${worker}, lease_until = now() + make_interval(secs => ${leaseSeconds})
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL
       AND NOT EXISTS (SELECT FROM session_revocations o WHERE o.final_at IS NULL AND o.lease_holder <> ${worker} AND o.lease_until > now())
    RETURNING request_id::text AS "requestId", user_id AS "userId", except_users AS "exceptUsers", begun_before AS "begunBefore", state,
              phase, pass, pass_found AS "passFound", cursor_id AS "cursorId", cursor_created_at AS "cursorCreatedAt",
              calls_per_second AS "callsPerSecond"`;
  return leased ?? null; // guard: revocation-lease
}

/** Says that the worker still lives. @returns the state that people want; null where the lease is somebody else's by now */
export async function keepLease(
  tx: ConsoleTransaction,
  requestId: string,
  worker: string,
): Promise<RevocationState | null> {
  const [kept] = await tx.$queryRaw<{ state: RevocationState }[]>`
    UPDATE session_revocations SET lease_until = now() + make_interval(secs => ${leaseSeconds})
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND lease_holder = ${worker} AND lease_until > now() RETURNING state`;
  return kept?.state ?? null;
}

/** Gives the lease back after a step, so that the next one, by whichever worker, need not wait for its end. */
export async function releaseRevocation(tx: ConsoleTransaction, requestId: string, worker: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE session_revocations SET lease_holder = NULL, lease_until = NULL
     WHERE request_id = ${requestId}::uuid AND lease_holder = ${worker}`;
}

/** Says why nothing moves just now, or that it does again. */
export async function tellTrouble(
  tx: ConsoleTransaction,
  requestId: string,
  trouble: RevocationTrouble | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE session_revocations SET trouble = ${trouble}, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND trouble IS DISTINCT FROM ${trouble}`;
}

/** What people set. @returns since when a failed canary held it, if one did; null where it was in none of these states */
export async function setRevocationState(
  tx: ConsoleTransaction,
  requestId: string,
  change: { from: readonly string[]; to: "running" | "paused" | "canceling" },
): Promise<{ heldSince: string | null } | null> {
  const [before] = await tx.$queryRaw<{ heldSince: string | null }[]>`
    WITH before AS (
      SELECT request_id, CASE WHEN state = 'paused' AND trouble = 'canary_failed' THEN changed_at::text END AS held_since
        FROM session_revocations
       WHERE request_id = ${requestId}::uuid AND state = ANY(${[...change.from]}) AND final_at IS NULL
         FOR UPDATE)
    UPDATE session_revocations r SET state = ${change.to}, trouble = NULL, changed_at = now()
      FROM before WHERE r.request_id = before.request_id
    RETURNING before.held_since AS "heldSince"`;
  return before ?? null;
}

/** The canary did not do what it should: nothing goes on until a person says so. @returns since when; null where it did not run */
export async function holdRevocation(tx: ConsoleTransaction, requestId: string): Promise<string | null> {
  const [held] = await tx.$queryRaw<{ since: string }[]>`
    UPDATE session_revocations SET state = 'paused', trouble = 'canary_failed', changed_at = now()
     WHERE request_id = ${requestId}::uuid AND state = 'running' AND final_at IS NULL
    RETURNING changed_at::text AS since`;
  return held?.since ?? null;
}
