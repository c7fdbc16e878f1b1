import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { BeforeTouch } from "../queries/idp-rows";
import type { SettledChunk } from "../shapes";
import { countMoves } from "./count-moves";
import { leaseSeconds } from "./replay";

export type OpenChunk = {
  chunkId: string;
  requestId: string;
  setId: string;
  relyingPartyId: string;
  worker: string;
  /** What the lane's chunks hold at most from now on, and the last row of this one. */
  chunkSize: number;
  last: { dlqAt: string; id: string };
};

/**
 * Writes ahead: what the rows say is kept with the stamps that they will get, and the chunk stands open, before anything is touched.
 * Nothing of it stands unless this worker still has its lease and nobody has paused or canceled meanwhile. The chunk's one row holds
 * all of it that was not frozen; only what may not be touched any more is written down row by row.
 * @returns the first row's stamp, UTC without a zone; null where it may not
 */
export async function writeAhead(
  tx: ConsoleTransaction,
  chunk: OpenChunk,
  { claimed, changed, superseded, deadlineAt }: BeforeTouch,
): Promise<string | null> {
  const { chunkId, requestId, relyingPartyId, last, chunkSize } = chunk;
  const { ids, attempts, lastStatuses, lastErrors } = claimed ?? nothing;
  const [opened] = await tx.$queryRaw<{ stamp: string }[]>`
    WITH may AS (
      UPDATE replays SET lease_until = now() + make_interval(secs => ${leaseSeconds}), changed_at = now()
       WHERE request_id = ${requestId}::uuid AND final_at IS NULL AND state = 'running' AND lease_holder = ${chunk.worker}
         AND lease_until > now()
      RETURNING request_id),
    lane AS (
      UPDATE replay_lanes SET cursor_dlq_at = ${last.dlqAt}::timestamp, cursor_id = ${BigInt(last.id)}, last_chunk_at = now(),
             chunk_size = ${chunkSize}
       WHERE request_id IN (SELECT request_id FROM may) AND relying_party_id = ${BigInt(relyingPartyId)})
    INSERT INTO replay_chunks (id, request_id, relying_party_id, deadline_at, stamp, ids, attempts, last_statuses, last_errors)
    SELECT ${chunkId}::uuid, request_id, ${BigInt(relyingPartyId)}, ${deadlineAt}::timestamp, next_delivery_stamp() AT TIME ZONE 'UTC',
           string_to_array(${ids}, ',')::bigint[], ${attempts}::int[], ${lastStatuses}::int[], ${lastErrors}::text[]
      FROM may RETURNING stamp::text AS stamp`;
  if (!opened) return null; // guard: replay-fence
  if (changed !== "" || superseded !== "") await skipRows(tx, chunk, { changed, superseded });
  return opened.stamp;
}

const nothing = { ids: "", attempts: "{}", lastStatuses: "{}", lastErrors: "{}" };

async function skipRows(
  tx: ConsoleTransaction,
  { requestId, setId }: OpenChunk,
  { changed, superseded }: Pick<BeforeTouch, "changed" | "superseded">,
): Promise<void> {
  const moves = await tx.$queryRaw<{ party: string; to: "skipped_changed" | "skipped_superseded"; rows: number }[]>`
    WITH moved AS (
      UPDATE replay_rows r SET state = w.state
        FROM (SELECT unnest(string_to_array(${changed}, ',')::bigint[]) AS id, 'skipped_changed' AS state
               UNION ALL SELECT unnest(string_to_array(${superseded}, ',')::bigint[]), 'skipped_superseded') w
       WHERE r.set_id = ${setId}::uuid AND r.delivery_id = w.id AND r.state || '' = 'remaining'
      RETURNING r.relying_party_id, r.state)
    SELECT relying_party_id::text AS party, state AS to, count(*)::int AS rows FROM moved GROUP BY 1, 2`;
  await countMoves(
    tx,
    requestId,
    moves.map((move) => ({ ...move, from: "remaining" as const })),
  );
}

/**
 * Closes a chunk, once: of two who know how it ended, one writes it down.
 * How each ended is looked up by its id, and a state is compared as text that no index holds: a planner without statistics would join
 * two lists of thousands pair by pair, or read all that is left of a large set.
 * @returns the ids of those that were put back; null when it was closed
 */
export async function settleChunk(tx: ConsoleTransaction, settled: SettledChunk): Promise<string[] | null> {
  const { chunkId, enqueued, changed, left, refused } = settled;
  const all = enqueued === "all";
  const [closed] = await tx.$queryRaw<{ requestId: string; setId: string; ids: string | null }[]>`
    UPDATE replay_chunks c SET settled_at = now(), missed = ${left.length} FROM replays p
     WHERE c.id = ${chunkId}::uuid AND c.settled_at IS NULL AND p.request_id = c.request_id
    RETURNING p.request_id::text AS "requestId", p.set_id::text AS "setId", CASE WHEN ${all} THEN array_to_string(c.ids, ',') END AS ids`;
  if (!closed) return null; // guard: chunk-once
  const { requestId, setId } = closed;
  const ends = JSON.stringify({
    ...Object.fromEntries(all ? [] : enqueued.map((id) => [id, "queued"])),
    ...Object.fromEntries(changed.map((id) => [id, "skipped_changed"])),
    ...Object.fromEntries(refused.map((id) => [id, "skipped_refused"])),
  });
  const moves = await tx.$queryRaw<
    { party: string; to: "queued" | "skipped_changed" | "skipped_refused"; rows: number }[]
  >`
    WITH given AS MATERIALIZED (SELECT ${ends}::jsonb AS ends),
    ended AS (
      SELECT w.id, CASE WHEN ${all} THEN 'queued' ELSE given.ends ->> w.id::text END AS state, c.stamp + (w.place - 1) * interval '1 microsecond' AS stamp
        FROM replay_chunks c CROSS JOIN unnest(c.ids) WITH ORDINALITY AS w(id, place) CROSS JOIN given WHERE c.id = ${chunkId}::uuid),
    moved AS (
      UPDATE replay_rows r
         SET state = e.state, enqueued_at = CASE WHEN e.state = 'queued' THEN now() END, stamp = e.stamp
        FROM ended e WHERE r.set_id = ${setId}::uuid AND r.delivery_id = e.id AND e.state IS NOT NULL AND r.state || '' = 'remaining'
      RETURNING r.relying_party_id, r.state)
    SELECT relying_party_id::text AS party, state AS to, count(*)::int AS rows FROM moved GROUP BY 1, 2`;
  await countMoves(
    tx,
    requestId,
    moves.map((move) => ({ ...move, from: "remaining" as const })),
  );
  return all ? (closed.ids?.split(",") ?? []) : [...enqueued];
}

/** What the next chunk of a lane begins with. `sweep`: a new one begins at the front, for what others held in the last. */
export async function adaptLane(
  tx: ConsoleTransaction,
  lane: { requestId: string; relyingPartyId: string },
  next: { chunkSize: number; sweepAgain: boolean },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE replay_lanes
       SET chunk_size = ${next.chunkSize}, sweep = sweep + CASE WHEN ${next.sweepAgain} THEN 1 ELSE 0 END,
           cursor_dlq_at = CASE WHEN ${next.sweepAgain} THEN NULL ELSE cursor_dlq_at END,
           cursor_id = CASE WHEN ${next.sweepAgain} THEN NULL ELSE cursor_id END
     WHERE request_id = ${lane.requestId}::uuid AND relying_party_id = ${BigInt(lane.relyingPartyId)}`;
}
