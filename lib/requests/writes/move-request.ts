import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { traceparent } from "@/lib/core/traces/span";
import { statesBefore } from "../rules/transitions";
import type { RequestState, StoredRequest } from "../shapes";

type Ended = Pick<StoredRequest, "id" | "operation" | "incident" | "shownText" | "requesterId">;
type Ending = { outcomeText?: string | null; failureCode?: string | null };

/**
 * Moves a request along one arrow of the map, or does nothing.
 * @returns whether this call moved it: of many at once, one does
 */
export async function moveRequest(
  tx: ConsoleTransaction,
  id: string,
  to: RequestState,
  ending: Ending = {},
): Promise<boolean> {
  return (await endRequest(tx, id, to, ending)) !== null;
}

/** The same, with what was moved; null where nothing was. */
export async function endRequest(
  tx: ConsoleTransaction,
  id: string,
  to: RequestState,
  ending: Ending,
): Promise<Ended | null> {
  const [moved] = await tx.$queryRaw<Ended[]>`
    UPDATE action_requests
       SET state = ${to}, outcome_text = coalesce(${ending.outcomeText ?? null}, outcome_text),
           failure_code = coalesce(${ending.failureCode ?? null}, failure_code), finished_at = now()
     WHERE id = ${id}::uuid AND state = ANY(${statesBefore(to)})
    RETURNING id::text AS id, operation, incident, shown_text AS "shownText", requester_id::text AS "requesterId"`;
  return moved ?? null;
}

/**
 * Keeps a request running: the other side has taken it, and somebody follows it to its end.
 * @param ask.forMinutes by database time until it is taken for lost
 */
export async function keepGoing(
  tx: ConsoleTransaction,
  id: string,
  ask: { outcomeText?: string; forMinutes: number },
): Promise<boolean> {
  const kept = await tx.$executeRaw`
    UPDATE action_requests SET outcome_text = ${ask.outcomeText ?? null}, goes_on_until = now() + make_interval(mins => ${ask.forMinutes})
     WHERE id = ${id}::uuid AND state = 'running'`;
  return kept === 1;
}

/** Whoever follows it still does: it is not lost for another while. Asked for often, it writes once a minute. */
export async function keepRunning(tx: ConsoleTransaction, id: string, forMinutes: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE action_requests SET goes_on_until = now() + make_interval(mins => ${forMinutes})
     WHERE id = ${id}::uuid AND state = 'running'
       AND (goes_on_until IS NULL OR goes_on_until < now() + make_interval(mins => ${forMinutes - 1}))`;
}

/**
 * Uses up the nonce: of any number of confirmations of one request, one finds it ready, unchanged, in time and, where another person
 * has to agree, approved by one and denied by nobody.
 */
export async function startRequest(
  tx: ConsoleTransaction,
  request: { id: string; digest: string; proofId: string },
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE action_requests AS r SET state = 'running', started_at = now(), traceparent = ${traceparent()}
     WHERE id = ${request.id}::uuid AND state = 'ready' AND digest = ${request.digest} AND proof_id = ${request.proofId}::uuid
       AND execute_by > now()
       AND (NOT second_person OR EXISTS (
             SELECT FROM approvals a WHERE a.request_id = r.id AND a.decision = 'approved' AND a.digest = r.digest
                AND a.person_id <> r.requester_id AND a.decided_at >= r.approvals_from))`;
  return moved === 1;
}

/**
 * Attaches a proof and opens the next gate: another person's, unless one has agreed already (a counter-offer), or the run. A ready
 * request may take a newer proof and stays ready.
 * @returns the state that it is in now, or null when it takes no proof any more
 */
export async function attachProof(
  tx: ConsoleTransaction,
  request: { id: string; digest: string },
  proof: { id: string; decideWithinMinutes: number },
): Promise<"ready" | "awaiting_approval" | null> {
  const [row] = await tx.$queryRaw<{ state: "ready" | "awaiting_approval" }[]>`
    UPDATE action_requests AS r
       SET proof_id = ${proof.id}::uuid,
           state = CASE WHEN w.waits THEN 'awaiting_approval' ELSE 'ready' END,
           approve_by = CASE WHEN w.waits THEN now() + make_interval(mins => ${proof.decideWithinMinutes}) END,
           execute_by = CASE WHEN w.waits THEN now() + make_interval(mins => ${proof.decideWithinMinutes}) ELSE r.execute_by END
      FROM (SELECT id, second_person AND state <> 'ready' AND NOT EXISTS (
                     SELECT FROM approvals a WHERE a.request_id = q.id AND a.decision = 'approved' AND a.digest = q.digest) AS waits
              FROM action_requests q WHERE id = ${request.id}::uuid) AS w
     WHERE r.id = w.id AND r.digest = ${request.digest} AND r.state IN ('draft', 'proved', 'ready') AND r.execute_by > now()
       AND (r.offered_by IS NULL OR NOT w.waits)
    RETURNING r.state`;
  return row?.state ?? null;
}
