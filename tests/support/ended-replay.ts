import { consoleRows } from "./rows";

/** A replay that ended without a row, of a request that is there: for who only reads. */
export async function endedReplay(requestId: string): Promise<void> {
  await consoleRows(
    `WITH held AS (INSERT INTO replay_sets (id, rows, hash) VALUES (gen_random_uuid(), 0, repeat('0', 64)) RETURNING id)
     INSERT INTO replays (request_id, set_id, state, rate, approved_rate, include_superseded, final_at)
     SELECT $1::uuid, id, 'finished', 1, 1, false, now() FROM held`,
    [requestId],
  );
}

export async function forgetReplay(requestId: string): Promise<void> {
  await consoleRows(
    `WITH gone AS (DELETE FROM replays WHERE request_id = $1::uuid RETURNING set_id)
     DELETE FROM replay_sets WHERE id IN (SELECT set_id FROM gone)`,
    [requestId],
  );
}
