import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Decision } from "../shapes";

/** A standing approval as the pipeline weighs it: who gave it, from where, and what they saw. */
export type StandingApproval = { personId: string; clerkUserId: string | null; sessionId: string; seenText: string };

/**
 * The approvals of a request that still count by what is stored: not older than its last call for approval, for its digest, and not
 * proved by a passkey that was removed since: whoever removes one may have lost it before.
 */
export async function findStandingApprovals(requestId: string): Promise<StandingApproval[]> {
  return consoleDb().$queryRaw<StandingApproval[]>`
    SELECT a.person_id::text AS "personId", a.clerk_user_id AS "clerkUserId", a.session_id AS "sessionId", a.seen_text AS "seenText"
      FROM approvals a JOIN action_requests r ON r.id = a.request_id
     WHERE r.id = ${requestId}::uuid AND a.decision = 'approved' AND a.digest = r.digest AND a.decided_at >= r.approvals_from
       AND NOT EXISTS (SELECT FROM proofs p JOIN passkeys k ON k.id = p.passkey_id WHERE p.id = a.proof_id AND k.removed_at IS NOT NULL)
     ORDER BY a.decided_at DESC`;
}

/** Whether this very person has said this already, in this session, of the same words, and it stands. */
export async function hasDecided(
  actor: HumanActor,
  said: { id: string; digest: string; decision: "approved" | "denied" },
): Promise<boolean> {
  const found = await consoleDb().$queryRaw<unknown[]>`
    SELECT FROM approvals a JOIN action_requests r ON r.id = a.request_id
     WHERE r.id = ${said.id}::uuid AND a.person_id = ${actor.personId}::uuid AND a.session_id = ${actor.sessionId}
       AND a.decision = ${said.decision} AND a.digest = ${said.digest} AND a.digest = r.digest AND a.decided_at >= r.approvals_from
       AND r.state = CASE WHEN ${said.decision} = 'denied' THEN 'denied' ELSE 'ready' END`;
  return found.length > 0;
}

type Row = Omit<Decision, "own" | "decidedAt"> & { requestId: string; personId: string; decidedAt: Date };

/** What others decided about these requests, oldest first, by request id. */
export async function listDecisions(
  actor: HumanActor,
  requestIds: readonly string[],
): Promise<Map<string, Decision[]>> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT a.id::text, a.request_id::text AS "requestId", a.person_id::text AS "personId", p.name AS "personName", a.decision, a.reason,
           f.kind AS proof, a.decided_at AS "decidedAt", (a.decided_at >= r.approvals_from AND a.digest = r.digest) AS valid
      FROM approvals a
      JOIN action_requests r ON r.id = a.request_id
      JOIN people p ON p.id = a.person_id
      JOIN proofs f ON f.id = a.proof_id
     WHERE a.request_id = ANY(${[...requestIds]}::uuid[])
     ORDER BY a.decided_at`;
  const found = new Map<string, Decision[]>();
  for (const { requestId, personId, decidedAt, ...decision } of rows) {
    const own = personId === actor.personId;
    const shown = { ...decision, own, decidedAt: decidedAt.toISOString() };
    found.set(requestId, [...(found.get(requestId) ?? []), shown]);
  }
  return found;
}
