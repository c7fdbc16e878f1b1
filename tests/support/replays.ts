import { randomInt, randomUUID } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import type { Query } from "./reviews";

/**
 * A replay that no worker can bring any further: its only lane is held, and a chunk of it stands open for ever. What nobody asked for
 * any more is removed with it.
 * @param by the e-mail address of who asked for it
 */
export async function stuckReplay(query: Query, by: string, state: "running" | "paused" = "running"): Promise<string> {
  await forgetReplays(query);
  const [id, set, party] = [randomUUID(), randomUUID(), randomInt(10 ** 9, 2 ** 47)];
  await query(
    `INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, digest, requester_id, session_id,
                                  reason, execute_by, started_at, goes_on_until)
     SELECT $1, 'delivery.replay', 'grave', 'running', '{}', 'null', '', repeat('0', 64), id, 'stuck', 'stuck', now(), now(),
            now() + interval '1 hour' FROM people WHERE email = $2`,
    [id, by],
  );
  await query("INSERT INTO replay_sets (id, rows, hash) VALUES ($1, 0, repeat('0', 64))", [set]);
  await query(
    `INSERT INTO replays (request_id, set_id, state, rate, approved_rate, include_superseded) VALUES ($1, $2, $3, 20, 50, false)`,
    [id, set, state],
  );
  await query(
    `INSERT INTO replay_lanes (request_id, relying_party_id, relying_party_name, phase, held_reason)
     VALUES ($1, $2, 'Nobody', 'held', 'canary_failed')`,
    [id, party],
  );
  await query(
    `INSERT INTO replay_chunks (id, request_id, relying_party_id, deadline_at, stamp, ids, attempts, last_statuses, last_errors)
     VALUES ($1, $2, $3, 'infinity', 'epoch', '{}', '{}', '{}', '{}')`,
    [randomUUID(), id, party],
  );
  return id;
}

/** Stuck replays stand in nobody's way. */
export async function forgetReplays(query: Query): Promise<void> {
  const stuck = "(SELECT id FROM action_requests WHERE session_id = 'stuck')";
  for (const table of ["replay_chunks", "replay_lanes", "replays"])
    await query(`DELETE FROM ${table} WHERE request_id IN ${stuck}`, []);
  await query(
    "UPDATE action_requests SET state = 'failed', finished_at = now() WHERE session_id = 'stuck' AND state = 'running'",
    [],
  );
}

export type ReplayOperation = Extract<OperationName, `replay.${string}`>;

/** Inputs that would do. @param emailOf who plays a role */
export function replayInputs<Role extends string>(
  query: Query,
  emailOf: (role: Role) => string,
): Record<ReplayOperation, (role: Role) => unknown> {
  const own = (role: Role) => stuckReplay(query, emailOf(role));
  return {
    "replay.advance": async (role) => ({ requestId: await own(role), chunk: null, end: null }),
    "replay.cancel": async (role) => ({ request: await own(role) }),
    "replay.pause": async (role) => ({ request: await own(role) }),
    "replay.resume": async (role) => ({ request: await own(role) }),
    "replay.set-rate": async (role) => ({ request: await own(role), ratePerSecond: 10 }),
    "replay.undo": async (role) => ({ request: await own(role) }),
  };
}
