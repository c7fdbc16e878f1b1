import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

export type StillOpen = { lanes: number; chunks: number; waiting: number };

/** What keeps a replay from its end: lanes that are not done, chunks that are not closed, rows that wait for their first attempt. */
export async function hasOpenLanes(_actor: SystemActor, requestId: string): Promise<StillOpen> {
  const [open] = await consoleDb().$queryRaw<StillOpen[]>`
    SELECT (SELECT count(*)::int FROM replay_lanes WHERE request_id = p.request_id AND final_at IS NULL) AS lanes,
           (SELECT count(*)::int FROM replay_chunks WHERE request_id = p.request_id AND settled_at IS NULL) AS chunks,
           (SELECT count(*)::int FROM (SELECT FROM replay_rows r WHERE r.set_id = p.set_id AND r.state = 'queued' LIMIT 1) w) AS waiting
      FROM replays p WHERE p.request_id = ${requestId}::uuid`;
  return open ?? { lanes: 0, chunks: 0, waiting: 0 };
}
