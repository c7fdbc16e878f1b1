import { randomUUID } from "node:crypto";
import { clerkIdOf } from "./customers";
import type { Query } from "./reviews";
import type { SessionOperation } from "./session-situations";

/** A request of a revocation that runs. */
export async function revocationRequest(query: Query, id: string, personId: string): Promise<void> {
  await query(
    `INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, digest, requester_id, session_id,
                                  reason, execute_by, started_at, goes_on_until)
     VALUES ($1, 'session.revoke-everyone', 'grave', 'running', '{}', 'null', '', repeat('0', 64), $2, 'stuck', 'stuck', now(), now(),
             now() + interval '1 hour')`,
    [id, personId],
  );
}

/**
 * A revocation of nobody's sessions that no worker brings any further: a worker that nobody has holds it. What nobody asked for any more
 * is removed with it.
 * @param by the e-mail address of who asked for it
 */
export async function stuckRevocation(
  query: Query,
  by: string,
  { state = "running", holder = "nobody" }: { state?: "running" | "paused"; holder?: string } = {},
): Promise<string> {
  await forgetRevocations(query);
  const id = randomUUID();
  const [person] = await query<{ id: string }>("SELECT id::text AS id FROM people WHERE email = $1", [by]);
  await revocationRequest(query, id, person?.id ?? "");
  await query(
    `INSERT INTO session_revocations (request_id, scope, user_id, except_users, begun_before, state, phase, users_total,
                                      calls_per_second, lease_holder, lease_until)
     VALUES ($1, 'person', $2, '{}', now(), $3, 'sweep', 1, 80, $4, 'infinity')`,
    [id, `user_stuck${id.replaceAll("-", "")}`, state, holder],
  );
  return id;
}

/** A revocation of everyone, or of one customer, that was over before anybody looked. */
export async function endedRevocation(query: Query, by: string, userId: string | null): Promise<void> {
  const id = randomUUID();
  const [person] = await query<{ id: string }>("SELECT id::text AS id FROM people WHERE email = $1", [by]);
  await revocationRequest(query, id, person?.id ?? "");
  await query("UPDATE action_requests SET state = 'succeeded', finished_at = now() WHERE id = $1", [id]);
  await query(
    `INSERT INTO session_revocations (request_id, scope, user_id, except_users, begun_before, state, phase, pass, users_total,
                                      users_seen, calls_per_second, "left", final_at, started_at)
     VALUES ($1, $2, $3, '{}', now(), 'finished', 'rescan', 2, 1, 1, 80, 0, now(), clock_timestamp())`,
    [id, userId === null ? "everyone" : "person", userId],
  );
}

/** Revocations that a test left are over, and stand in nobody's way. */
export async function forgetRevocations(query: Query): Promise<void> {
  const stuck = "(SELECT id FROM action_requests WHERE session_id = 'stuck')";
  await query(`DELETE FROM revoked_sessions WHERE request_id IN ${stuck}`, []);
  await query(`DELETE FROM session_revocations WHERE request_id IN ${stuck}`, []);
  await query(
    `UPDATE session_revocations SET state = 'canceled', final_at = now(), lease_holder = NULL, lease_until = NULL
      WHERE final_at IS NULL`,
    [],
  );
  await query(
    "UPDATE action_requests SET state = 'failed', finished_at = now() WHERE session_id = 'stuck' AND state = 'running'",
    [],
  );
}

/** Somebody with sessions whom nobody else's test looks at. */
export const nobodysCustomer = 203;

/** Inputs that would do. What they mean is older than every session there is. @param emailOf who plays a role */
export function revocationInputs<Role extends string>(
  query: Query,
  emailOf: (role: Role) => string,
): Record<SessionOperation, (role: Role) => unknown> {
  const own = (role: Role, state: "running" | "paused" = "running") => stuckRevocation(query, emailOf(role), { state });
  return {
    "revocation.advance": async (role) => ({ requestId: await own(role), page: null, end: null, left: null }),
    "revocation.cancel": async (role) => ({ request: await own(role) }),
    "revocation.pause": async (role) => ({ request: await own(role) }),
    "revocation.resume": async (role) => ({ request: await own(role, "paused") }),
    "session.revoke-everyone": async () => {
      await forgetRevocations(query);
      return { begunBefore: "2020-01-01T00:00:00.000Z" };
    },
    "session.revoke-person": async () => {
      await forgetRevocations(query);
      return { user: await clerkIdOf(nobodysCustomer) };
    },
  };
}
