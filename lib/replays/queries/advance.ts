import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { breakerWindow } from "../rules/lane";
import type { ClaimedRow } from "../rules/settle";
import type { LanePhase } from "../shapes";

/** Replays that are not at their end, the oldest first. */
export async function listOpenReplays(_actor: SystemActor): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT request_id::text AS id FROM replays WHERE final_at IS NULL ORDER BY started_at`;
  return rows.map(({ id }) => id);
}

export type OpenLane = {
  relyingPartyId: string;
  phase: LanePhase;
  phaseMs: number;
  sinceLastMs: number | null;
  chunkSize: number;
  cursor: { dlqAt: string; id: string } | null;
  wave: { waiting: number; arrived: number; failed: number };
  recent: { judged: number; failed: number };
  /** Up to the cap: more than a canary takes is all that anybody asks. */
  remaining: number;
  waiting: number;
  oldestWaitingMs: number;
};

const remainingCap = 100;

type LaneRow = Omit<OpenLane, "cursor" | "wave" | "recent"> & {
  cursorDlqAt: string | null;
  cursorId: string | null;
  waveWaiting: number;
  waveArrived: number;
  waveFailed: number;
  judged: number;
  failed: number;
};

/** The lanes of a replay that may still move, with all that their next move is decided by. Those with an open chunk wait for it. */
export async function listOpenLanes(_actor: SystemActor, requestId: string): Promise<OpenLane[]> {
  const rows = await consoleDb().$queryRaw<LaneRow[]>`
    SELECT l.relying_party_id::text AS "relyingPartyId", l.phase, l.chunk_size AS "chunkSize",
           (extract(epoch FROM now() - l.phase_at) * 1000)::float8 AS "phaseMs",
           (extract(epoch FROM now() - l.last_chunk_at) * 1000)::float8 AS "sinceLastMs",
           l.cursor_dlq_at::text AS "cursorDlqAt", l.cursor_id::text AS "cursorId",
           (SELECT count(*)::int FROM (SELECT FROM replay_rows r WHERE r.set_id = p.set_id AND r.relying_party_id = l.relying_party_id
                                          AND r.state = 'remaining' LIMIT ${remainingCap}) x) AS remaining,
           way.waiting, way."oldestWaitingMs", way."waveWaiting", judged."waveArrived", judged."waveFailed", judged.judged, judged.failed
      FROM replay_lanes l JOIN replays p ON p.request_id = l.request_id
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS waiting, count(*) FILTER (WHERE r.enqueued_at >= l.phase_at)::int AS "waveWaiting",
              coalesce(extract(epoch FROM now() - min(r.enqueued_at)) * 1000, 0)::float8 AS "oldestWaitingMs"
         FROM replay_rows r WHERE r.set_id = p.set_id AND r.relying_party_id = l.relying_party_id AND r.state = 'queued') way
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS judged, count(*) FILTER (WHERE j.first_failed)::int AS failed,
              count(*) FILTER (WHERE NOT j.first_failed)::int AS "waveArrived", count(*) FILTER (WHERE j.first_failed)::int AS "waveFailed"
         FROM (SELECT r.first_failed FROM replay_rows r
                WHERE r.set_id = p.set_id AND r.relying_party_id = l.relying_party_id AND r.judged_at IS NOT NULL
                  AND r.judged_at >= l.phase_at AND r.enqueued_at >= l.phase_at AND r.first_failed IS NOT NULL
                ORDER BY r.judged_at DESC LIMIT ${breakerWindow.last}) j) judged
     WHERE l.request_id = ${requestId}::uuid AND l.final_at IS NULL AND l.phase <> 'held'
       AND NOT EXISTS (SELECT FROM replay_chunks c WHERE c.request_id = l.request_id AND c.relying_party_id = l.relying_party_id
                          AND c.settled_at IS NULL)
     ORDER BY l.relying_party_id`;
  return rows.map(({ cursorDlqAt, cursorId, waveWaiting, waveArrived, waveFailed, judged, failed, ...lane }) => ({
    ...lane,
    cursor: cursorDlqAt !== null && cursorId !== null ? { dlqAt: cursorDlqAt, id: cursorId } : null,
    wave: { waiting: waveWaiting, arrived: waveArrived, failed: waveFailed },
    recent: { judged, failed },
  }));
}

export type NextRow = { id: string; rowVersion: string; dlqAt: string };

/** The rows that a lane takes next, in the order of their death. */
export async function nextRows(
  _actor: SystemActor,
  { setId, relyingPartyId, after }: { setId: string; relyingPartyId: string; after: OpenLane["cursor"] },
  limit: number,
): Promise<NextRow[]> {
  const { dlqAt, id } = after ?? { dlqAt: "-infinity", id: "0" };
  return consoleDb().$queryRaw<NextRow[]>`
    SELECT delivery_id::text AS id, row_version AS "rowVersion", dlq_at::text AS "dlqAt" FROM replay_rows
     WHERE set_id = ${setId}::uuid AND relying_party_id = ${BigInt(relyingPartyId)} AND state = 'remaining'
       AND (dlq_at, delivery_id) > (${dlqAt}::timestamp, ${BigInt(id)})
     ORDER BY dlq_at, delivery_id LIMIT ${limit}`;
}

export type UnsettledChunk = { chunkId: string; relyingPartyId: string; deadlineAt: string };

/** Chunks of which nobody has written down how they ended. */
export async function listOpenChunks(_actor: SystemActor, requestId: string): Promise<UnsettledChunk[]> {
  return consoleDb().$queryRaw<UnsettledChunk[]>`
    SELECT id::text AS "chunkId", relying_party_id::text AS "relyingPartyId", deadline_at::text AS "deadlineAt"
      FROM replay_chunks WHERE request_id = ${requestId}::uuid AND settled_at IS NULL ORDER BY opened_at`;
}

/**
 * What a chunk has claimed, with every stamp that this replay ever wrote for each of its rows. Evidence is found by its delivery: by its
 * request, all of a large replay would be read for each row, which a planner without statistics does not know.
 */
export async function claimedBy(_actor: SystemActor, chunkId: string): Promise<(ClaimedRow & { stamps: string[] })[]> {
  return consoleDb().$queryRaw<(ClaimedRow & { stamps: string[] })[]>`
    SELECT r.delivery_id::text AS id, r.row_version AS "rowVersion", r.stamp,
           ARRAY(SELECT e.stamp FROM delivery_evidence e WHERE e.delivery_id = r.delivery_id AND e.request_id IS NOT DISTINCT FROM c.request_id) AS stamps
      FROM replay_chunks c JOIN replay_rows r ON r.chunk_id = c.id
     WHERE c.id = ${chunkId}::uuid AND r.state = 'claimed'`;
}

export type OnTheWay = { id: string; stamp: string; failed: boolean; ageMs: number };

/** Rows that were put back and are not at their end, in batches. @param after the last id of the batch before */
export async function listOnTheWay(
  _actor: SystemActor,
  setId: string,
  after: string,
  limit: number,
): Promise<OnTheWay[]> {
  return consoleDb().$queryRaw<OnTheWay[]>`
    SELECT delivery_id::text AS id, stamp, state = 'failed_again' AS failed,
           (extract(epoch FROM now() - enqueued_at) * 1000)::float8 AS "ageMs"
      FROM replay_rows
     WHERE set_id = ${setId}::uuid AND state IN ('queued', 'failed_again') AND delivery_id > ${BigInt(after)}
     ORDER BY delivery_id LIMIT ${limit}`;
}
