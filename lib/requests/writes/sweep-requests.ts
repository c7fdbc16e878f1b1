import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type Swept = { id: string; operation: string; digest: string; requesterId: string; secondPerson: boolean };
type Lost = Swept & { incident: string | null; shownText: string };

/** A run that wrote no outcome for this long is taken for crashed. Longer than any statement or vendor call may take. */
const lostAfterSeconds = 60;

/** Open requests whose time is over, by database time. */
export async function expireRequests(tx: ConsoleTransaction): Promise<Swept[]> {
  return tx.$queryRaw<Swept[]>`
    UPDATE action_requests SET state = 'expired', finished_at = now(), failure_code = 'request_expired'
     WHERE state IN ('draft', 'proved', 'awaiting_approval', 'ready') AND least(execute_by, approve_by) <= now()
    RETURNING id, operation, digest, requester_id AS "requesterId", second_person AS "secondPerson"`;
}

/** Runs that began and never said how they ended. */
export async function loseRequests(tx: ConsoleTransaction): Promise<Lost[]> {
  return tx.$queryRaw<Lost[]>`
    UPDATE action_requests SET state = 'unknown', failure_code = 'outcome_unknown'
     WHERE state = 'running' AND coalesce(goes_on_until, started_at + make_interval(secs => ${lostAfterSeconds})) < now()
    RETURNING id, operation, digest, requester_id AS "requesterId", second_person AS "secondPerson", incident,
              shown_text AS "shownText"`;
}
