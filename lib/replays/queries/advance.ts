import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { breakerWindow } from "../rules/lane";
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
  remaining: number;
  waiting: number;
  oldestWaitingMs: number;
};

/** More than a canary takes is all that anybody asks of a wave. */
const waveCap = 100;

type LaneRow = Omit<OpenLane, "cursor" | "wave" | "recent"> & {
  cursorDlqAt: string | null;
  cursorId: string | null;
  waveWaiting: number;
  judged: number;
  failed: number;
};

/** The lanes of a replay that may still move, with all that their next move is decided by. Those with an open chunk wait for it. */
export async function listOpenLanes(_actor: SystemActor, requestId: string): Promise<OpenLane[]> {
  const rows = await consoleDb().$queryRaw<LaneRow[]>`
    SELECT l.relying_party_id::text AS "relyingPartyId", l.phase, l.chunk_size AS "chunkSize", l.remaining, l.queued AS waiting,
           (extract(epoch FROM now() - l.phase_at) * 1000)::float8 AS "phaseMs",
           (extract(epoch FROM now() - l.last_chunk_at) * 1000)::float8 AS "sinceLastMs",
           l.cursor_dlq_at::text AS "cursorDlqAt", l.cursor_id::text AS "cursorId",
           coalesce((SELECT extract(epoch FROM now() - r.enqueued_at) * 1000 FROM replay_rows r
                      WHERE r.set_id = p.set_id AND r.state = 'queued' AND r.relying_party_id = l.relying_party_id
                      ORDER BY r.enqueued_at LIMIT 1), 0)::float8 AS "oldestWaitingMs",
           (SELECT count(*)::int FROM (
              SELECT FROM replay_rows r WHERE r.set_id = p.set_id AND r.state = 'queued' AND r.relying_party_id = l.relying_party_id
                 AND r.enqueued_at >= l.phase_at LIMIT ${waveCap}) wave) AS "waveWaiting", judged.judged, judged.failed
      FROM replay_lanes l JOIN replays p ON p.request_id = l.request_id
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS judged, count(*) FILTER (WHERE j.first_failed)::int AS failed
         FROM (SELECT r.first_failed FROM replay_rows r
                WHERE r.set_id = p.set_id AND r.relying_party_id = l.relying_party_id AND r.judged_at IS NOT NULL
                  AND r.judged_at >= l.phase_at AND r.enqueued_at >= l.phase_at AND r.first_failed IS NOT NULL
                ORDER BY r.judged_at DESC LIMIT ${breakerWindow.last}) j) judged
     WHERE l.request_id = ${requestId}::uuid AND l.final_at IS NULL AND l.phase <> 'held'
       AND NOT EXISTS (SELECT FROM replay_chunks c WHERE c.request_id = l.request_id AND c.relying_party_id = l.relying_party_id
                          AND c.settled_at IS NULL)
     ORDER BY l.relying_party_id`;
  return rows.map(({ cursorDlqAt, cursorId, waveWaiting, judged, failed, ...lane }) => ({
    ...lane,
    cursor: cursorDlqAt !== null && cursorId !== null ? { dlqAt: cursorDlqAt, id: cursorId } : null,
    wave: { waiting: waveWaiting, arrived: judged - failed, failed },
    recent: { judged, failed },
  }));
}

/** Rows as lists joined by commas, in one order: thousands of them travel as one value. */
export type NextRows = { count: number; ids: string; versions: string; last: { dlqAt: string; id: string } };

/** The rows that a lane takes next, in the order of their death. @returns null where none is left behind its cursor */
export async function nextRows(
  _actor: SystemActor,
  { setId, relyingPartyId, after }: { setId: string; relyingPartyId: string; after: OpenLane["cursor"] },
  limit: number,
): Promise<NextRows | null> {
  const { dlqAt, id } = after ?? { dlqAt: "-infinity", id: "0" };
  type Page = { count: number; ids: string | null; versions: string; dlqAt: string; id: string };
  const [page] = await consoleDb().$queryRaw<Page[]>`
    SELECT count(*)::int AS count, string_agg(delivery_id::text, ',') AS ids, string_agg(row_version, ',') AS versions,
           (array_agg(dlq_at))[count(*)]::text AS "dlqAt", (array_agg(delivery_id))[count(*)]::text AS id
      FROM (SELECT delivery_id, row_version, dlq_at FROM replay_rows
             WHERE set_id = ${setId}::uuid AND relying_party_id = ${BigInt(relyingPartyId)} AND state = 'remaining'
               AND (dlq_at, delivery_id) > (${dlqAt}::timestamp, ${BigInt(id)})
             ORDER BY dlq_at, delivery_id LIMIT ${limit}) next`;
  if (!page?.ids) return null;
  const { count, ids, versions } = page;
  return { count, ids, versions, last: { dlqAt: page.dlqAt, id: page.id } };
}
