import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { requestDigest } from "../rules/digest";
import type { RequestState, StoredRequest } from "../shapes";

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
};

/** Stores an intention, with its clock by database time. */
export async function createRequest(
  tx: ConsoleTransaction,
  wanted: NewRequest,
): Promise<{ id: string; digest: string; executeBy: Date }> {
  const id = randomUUID();
  const [offeredBy, supersedes] = [wanted.offer?.by ?? null, wanted.offer?.supersedes ?? null];
  const digest = requestDigest({ id, ...wanted, offeredBy, supersedes });
  const started = wanted.state === "running";
  const [row] = await tx.$queryRaw<{ executeBy: Date }[]>`
    INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, shown_text, second_person, digest,
                                 requester_id, session_id, reason, incident, offered_by, supersedes, execute_by, started_at)
    VALUES (${id}::uuid, ${wanted.operation}, ${wanted.risk}, ${wanted.state}, ${wanted.inputText}, ${wanted.targetText},
            ${wanted.fingerprint}, ${wanted.shownText}, ${wanted.secondPerson}, ${digest}, ${wanted.requesterId}::uuid,
            ${wanted.sessionId}, ${wanted.reason}, ${wanted.incident}, ${offeredBy}::uuid, ${supersedes}::uuid,
            now() + make_interval(mins => ${wanted.openForMinutes}), CASE WHEN ${started} THEN now() END)
    RETURNING execute_by AS "executeBy"`;
  if (!row) throw new Error("the request was not stored");
  return { id, digest, executeBy: row.executeBy };
}
