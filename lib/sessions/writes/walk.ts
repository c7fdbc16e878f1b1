import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { RevocationPhase, WalkedPage } from "../shapes";

type Holder = { requestId: string; worker: string };

/**
 * Writes down which sessions Clerk is about to be asked to revoke: whoever comes after a crash looks what became of exactly these.
 * @returns false where the lease has run out, or people have stopped it: nothing may be asked then
 */
export async function writeAhead(
  tx: ConsoleTransaction,
  { requestId, worker }: Holder,
  sessions: readonly { id: string; userId: string }[],
): Promise<boolean> {
  const [mine] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT true AS mine FROM session_revocations
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND state = 'running' AND lease_holder = ${worker} AND lease_until > now()
       FOR UPDATE`;
  if (!mine) return false;
  const [ids, users] = [sessions.map(({ id }) => id), sessions.map(({ userId }) => userId)];
  await tx.$executeRaw`
    INSERT INTO revoked_sessions (request_id, session_id, user_id, state)
    SELECT ${requestId}::uuid, w.id, w.user_id, 'asked' FROM unnest(${ids}::text[], ${users}::text[]) AS w(id, user_id)
    ON CONFLICT (request_id, session_id) DO UPDATE SET state = 'asked', reason = NULL, asked_at = now(), settled_at = NULL`;
  return true;
}

/**
 * Closes a page, by the worker that has the lease: one that slept closes nothing.
 * @returns false where the lease is somebody else's by now
 */
export async function settleWalk(
  tx: ConsoleTransaction,
  { requestId, worker }: Holder,
  page: WalkedPage,
): Promise<boolean> {
  const { pass, users, settled, calls, putOff, cursor } = page;
  const kept = await tx.$executeRaw`
    UPDATE session_revocations
       SET calls = calls + ${calls}, put_off = put_off + ${putOff}, changed_at = now(),
           users_seen = users_seen + CASE WHEN pass = 1 THEN ${users} ELSE 0 END, pass_seen = pass_seen + ${users},
           pass_found = pass_found + ${settled.length},
           cursor_id = coalesce(${cursor?.id ?? null}, cursor_id),
           cursor_created_at = coalesce(${cursor?.createdAt ?? null}::timestamptz, cursor_created_at)
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND pass = ${pass}
       AND lease_holder = ${worker} AND lease_until > now()`;
  if (kept !== 1) return false; // guard: revocation-fence
  await settleSessions(tx, requestId, page);
  return true;
}

async function settleSessions(tx: ConsoleTransaction, requestId: string, page: WalkedPage): Promise<void> {
  const { settled, unsent, listed, open } = page;
  const [ids, states] = [settled.map(({ id }) => id), settled.map(({ state }) => state)];
  await tx.$executeRaw`
    UPDATE revoked_sessions s SET state = w.state, reason = w.reason, settled_at = now()
      FROM unnest(${ids}::text[], ${states}::text[], ${settled.map(({ reason }) => reason)}::text[]) AS w(id, state, reason)
     WHERE s.request_id = ${requestId}::uuid AND s.session_id = w.id AND s.state = 'asked'`;
  await tx.$executeRaw`
    DELETE FROM revoked_sessions
     WHERE request_id = ${requestId}::uuid AND state = 'asked' AND session_id = ANY(${[...unsent]})`;
  // What we had asked for and is no longer open did end, whoever heard the answer; what Clerk refused ended without us.
  await tx.$executeRaw`
    UPDATE revoked_sessions SET state = CASE state WHEN 'asked' THEN 'revoked' ELSE 'gone' END, reason = NULL, settled_at = now()
     WHERE request_id = ${requestId}::uuid AND state IN ('asked', 'failed') AND user_id = ANY(${[...listed]})
       AND NOT session_id = ANY(${[...open]})`; // guard: asked-and-over
}

/** The next phase of a revocation, with its next pass where one begins. */
export async function enterPhase(
  tx: ConsoleTransaction,
  { requestId, worker }: Holder,
  { phase, pass }: { phase: RevocationPhase; pass: number },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE session_revocations
       SET phase = ${phase}, pass_seen = CASE WHEN pass = ${pass} THEN pass_seen ELSE 0 END,
           pass_found = CASE WHEN pass = ${pass} THEN pass_found ELSE 0 END,
           cursor_id = CASE WHEN pass = ${pass} THEN cursor_id END,
           cursor_created_at = CASE WHEN pass = ${pass} THEN cursor_created_at END, pass = ${pass}, changed_at = now()
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND lease_holder = ${worker} AND lease_until > now()`;
}

/** The end of it. @param left sessions that are still open, as far as anybody looked; null where it was canceled */
export async function endRevocation(
  tx: ConsoleTransaction,
  { requestId, worker }: Holder,
  { state, left }: { state: "finished" | "canceled"; left: number | null },
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE session_revocations
       SET state = ${state}, "left" = ${left}, trouble = NULL, changed_at = now(), final_at = now(), lease_holder = NULL, lease_until = NULL
     WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND lease_holder = ${worker} AND lease_until > now()`;
  return ended === 1;
}
