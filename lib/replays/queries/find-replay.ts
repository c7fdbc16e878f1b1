import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { ReplayState } from "../shapes";

export type KnownReplay = {
  requestId: string;
  setId: string;
  requesterId: string;
  state: ReplayState;
  rate: number;
  approvedRate: number;
  held: number;
  /** Rows that were put back and whose first attempt has not been seen. */
  waiting: number;
  takingBack: boolean;
  /** The relying parties, by their names. */
  names: string[];
};

/** A replay that was begun, by the request that it belongs to. */
export async function findReplay(_actor: Actor, requestId: string): Promise<KnownReplay | null> {
  const [found] = await consoleDb().$queryRaw<KnownReplay[]>`
    SELECT p.request_id::text AS "requestId", p.set_id::text AS "setId", r.requester_id::text AS "requesterId", p.state, p.rate,
           p.approved_rate AS "approvedRate", p.taking_back AS "takingBack",
           (SELECT coalesce(sum(l.queued), 0)::int FROM replay_lanes l WHERE l.request_id = p.request_id) AS waiting,
           (SELECT count(*)::int FROM replay_lanes l WHERE l.request_id = p.request_id AND l.phase = 'held' AND l.final_at IS NULL) AS held,
           ARRAY(SELECT l.relying_party_name FROM replay_lanes l WHERE l.request_id = p.request_id ORDER BY l.relying_party_name) AS names
      FROM replays p JOIN action_requests r ON r.id = p.request_id WHERE p.request_id = ${requestId}::uuid`;
  return found ?? null;
}
