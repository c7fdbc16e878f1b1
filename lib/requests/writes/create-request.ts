import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { traceparent } from "@/lib/core/traces/span";
import { requestDigest } from "../rules/digest";
import { idempotentForHours, type Once, type RequestState, type StoredRequest } from "../shapes";

type NewRequest = Pick<
  StoredRequest,
  | "operation"
  | "risk"
  | "inputText"
  | "targetText"
  | "fingerprint"
  | "shownText"
  | "secondPerson"
  | "requesterId"
  | "sessionId"
  | "reason"
  | "incident"
> & {
  state: RequestState;
  /** Minutes by database time until it can neither be proved nor approved nor run any more. */
  openForMinutes: number;
  /** Whose counter-offer it is, and to what. */
  offer?: { by: string; supersedes: string };
  /** Asked for under a key: there is one such request at a time. */
  once?: Once | null;
};

/**
 * Stores an intention, with its clock by database time.
 * @refuses idempotency_key_in_use where another call with the same key was faster
 */
export async function createRequest(
  tx: ConsoleTransaction,
  wanted: NewRequest,
): Promise<{ id: string; digest: string; executeBy: Date }> {
  const id = randomUUID();
  const [offeredBy, supersedes] = [wanted.offer?.by ?? null, wanted.offer?.supersedes ?? null];
  const digest = requestDigest({ id, ...wanted, offeredBy, supersedes });
  const started = wanted.state === "running";
  const { once = null } = wanted;
  if (once) await forgetOldKey(tx, wanted.sessionId, once);
  const [row] = await tx.$queryRaw<{ executeBy: Date }[]>`
    INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, shown_text, second_person, digest,
                                 requester_id, session_id, reason, incident, offered_by, supersedes, execute_by, started_at,
                                 idempotency_key, idempotency_body, traceparent)
    VALUES (${id}::uuid, ${wanted.operation}, ${wanted.risk}, ${wanted.state}, ${wanted.inputText}, ${wanted.targetText},
            ${wanted.fingerprint}, ${wanted.shownText}, ${wanted.secondPerson}, ${digest}, ${wanted.requesterId}::uuid,
            ${wanted.sessionId}, ${wanted.reason}, ${wanted.incident}, ${offeredBy}::uuid, ${supersedes}::uuid,
            now() + make_interval(mins => ${wanted.openForMinutes}), CASE WHEN ${started} THEN now() END,
            ${once?.key ?? null}, ${once?.body ?? null}, ${started ? traceparent() : null})
    ON CONFLICT (session_id, idempotency_key) DO NOTHING
    RETURNING execute_by AS "executeBy"`;
  if (!row) throw new Refused({ code: "idempotency_key_in_use" }); // guard: idempotency-race
  return { id, digest, executeBy: row.executeBy };
}

/** What was asked for under this key more than a day ago keeps it no longer. */
async function forgetOldKey(tx: ConsoleTransaction, sessionId: string, { key }: Once): Promise<void> {
  await tx.$executeRaw`
    UPDATE action_requests SET idempotency_key = NULL
     WHERE session_id = ${sessionId} AND idempotency_key = ${key}
       AND created_at <= now() - make_interval(hours => ${idempotentForHours})`;
}
