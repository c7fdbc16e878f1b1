import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type NewDecision = {
  requestId: string;
  personId: string;
  clerkUserId: string | null;
  sessionId: string;
  decision: "approved" | "denied";
  digest: string;
  reason: string;
  proofId: string;
  seenText: string;
};

/** Keeps what another person decided. Nothing is ever changed in it: what no longer counts is older than `approvals_from`. */
export async function keepDecision(tx: ConsoleTransaction, decision: NewDecision): Promise<string> {
  const { id } = await tx.approval.create({ data: decision, select: { id: true } });
  return id;
}

/** Opens the last gate. An approval that comes late, or after a no, finds nothing to open. */
export async function openByApproval(
  tx: ConsoleTransaction,
  request: { id: string; digest: string; runWithinMinutes: number },
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE action_requests SET state = 'ready', approve_by = NULL, execute_by = now() + make_interval(mins => ${request.runWithinMinutes})
     WHERE id = ${request.id}::uuid AND digest = ${request.digest} AND state = 'awaiting_approval' AND approve_by > now()`;
  return moved === 1;
}

/** Closes a request by a no. It beats a yes for as long as nothing has run. */
export async function closeByDenial(tx: ConsoleTransaction, request: { id: string; digest: string }): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE action_requests SET state = 'denied', finished_at = now()
     WHERE id = ${request.id}::uuid AND digest = ${request.digest} AND state IN ('awaiting_approval', 'ready') AND execute_by > now()`;
  return moved === 1;
}

/** Puts an approved counter-offer in the place of the request that it answers, which must still be waiting. */
export async function openOffer(
  tx: ConsoleTransaction,
  offer: { id: string; digest: string; supersedes: string; runWithinMinutes: number },
): Promise<boolean> {
  const superseded = await tx.$executeRaw`
    UPDATE action_requests SET state = 'superseded', superseded_by = ${offer.id}::uuid, finished_at = now()
     WHERE id = ${offer.supersedes}::uuid AND state = 'awaiting_approval' AND approve_by > now()`;
  const opened = await tx.$executeRaw`
    UPDATE action_requests SET execute_by = now() + make_interval(mins => ${offer.runWithinMinutes})
     WHERE id = ${offer.id}::uuid AND digest = ${offer.digest} AND state = 'draft' AND execute_by > now()`;
  return superseded === 1 && opened === 1;
}

/** Sends an approved request back for a new approval: the old one no longer counts. */
export async function sendBack(
  tx: ConsoleTransaction,
  request: { id: string; decideWithinMinutes: number },
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE action_requests
       SET state = 'awaiting_approval', approvals_from = clock_timestamp(),
           approve_by = now() + make_interval(mins => ${request.decideWithinMinutes}),
           execute_by = now() + make_interval(mins => ${request.decideWithinMinutes})
     WHERE id = ${request.id}::uuid AND state = 'ready'`;
  return moved === 1;
}

/** Closes a stored request that no longer says what its digest says: somebody changed it behind our back. */
export async function voidRequest(tx: ConsoleTransaction, id: string): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE action_requests SET state = 'denied', failure_code = 'digest_mismatch', finished_at = now()
     WHERE id = ${id}::uuid AND state IN ('draft', 'proved', 'awaiting_approval', 'ready')`;
  return moved === 1;
}
