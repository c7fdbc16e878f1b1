import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { SettledChunk } from "../shapes";
import { leaseSeconds } from "./replay";

/** A row as it stood just before it is touched, and whether it is to be touched. */
export type Chosen = {
  id: string;
  fate: "claimed" | "skipped_changed" | "skipped_superseded";
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  dlqAt: string | null;
};

export type OpenChunk = {
  chunkId: string;
  requestId: string;
  setId: string;
  relyingPartyId: string;
  worker: string;
  /** By the IdP's clock. */
  deadlineAt: string;
  last: { dlqAt: string; id: string };
};

/**
 * Writes ahead: what the rows say is kept, each gets its stamp, and the chunk stands open, before anything is touched. Nothing of it
 * stands unless this worker still has its lease and nobody has paused or canceled meanwhile.
 * @returns false where it may not
 */
export async function writeAhead(tx: ConsoleTransaction, chunk: OpenChunk, rows: readonly Chosen[]): Promise<boolean> {
  const { chunkId, requestId, relyingPartyId, last } = chunk;
  const [may] = await tx.$queryRaw<{ may: boolean }[]>`
    SELECT state = 'running' AND lease_holder = ${chunk.worker} AND lease_until > now() AS may
      FROM replays WHERE request_id = ${requestId}::uuid AND final_at IS NULL FOR UPDATE`;
  if (may?.may !== true) return false; // guard: replay-fence
  await tx.$executeRaw`
    INSERT INTO replay_chunks (id, request_id, relying_party_id, deadline_at)
    VALUES (${chunkId}::uuid, ${requestId}::uuid, ${BigInt(relyingPartyId)}, ${chunk.deadlineAt}::timestamp)`;
  await claimRows(tx, chunk, rows);
  await keepLease(tx, chunk);
  await tx.$executeRaw`
    UPDATE replay_lanes SET cursor_dlq_at = ${last.dlqAt}::timestamp, cursor_id = ${BigInt(last.id)}, last_chunk_at = now()
     WHERE request_id = ${requestId}::uuid AND relying_party_id = ${BigInt(relyingPartyId)}`;
  return true;
}

/**
 * The rows as JSON: errors hold anything, so no separator would do. They are named a second time where they are looked up, so that a
 * planner without statistics does not read all that is left of a large set for each chunk.
 */
async function claimRows(
  tx: ConsoleTransaction,
  { chunkId, setId }: OpenChunk,
  rows: readonly Chosen[],
): Promise<void> {
  const given = JSON.stringify(rows.map(({ id, fate }) => ({ id, fate })));
  const ids = rows.map(({ id }) => id).join(",");
  await tx.$executeRaw`
    UPDATE replay_rows r
       SET state = w.fate, chunk_id = ${chunkId}::uuid, judged_at = NULL,
           stamp = CASE WHEN w.fate = 'claimed' THEN to_char(next_delivery_stamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END
      FROM json_to_recordset(${given}::json) AS w(id bigint, fate text)
     WHERE r.set_id = ${setId}::uuid AND r.delivery_id = w.id AND r.state || '' = 'remaining'
       AND r.delivery_id = ANY(string_to_array(${ids}, ',')::bigint[])`;
  const kept = JSON.stringify(rows.filter(({ fate }) => fate === "claimed"));
  await tx.$executeRaw`
    INSERT INTO delivery_evidence (id, delivery_id, request_id, row_version, attempts, last_status, last_error, dlq_at, stamp)
    SELECT gen_random_uuid(), r.delivery_id, c.request_id, r.row_version, w.attempts, w."lastStatus", w."lastError",
           w."dlqAt"::timestamp AT TIME ZONE 'UTC', r.stamp
      FROM json_to_recordset(${kept}::json)
           AS w(id bigint, attempts int, "lastStatus" int, "lastError" text, "dlqAt" text)
      JOIN replay_rows r ON r.delivery_id = w.id AND r.chunk_id = ${chunkId}::uuid
      JOIN replay_chunks c ON c.id = ${chunkId}::uuid`;
}

/** Says that this worker still lives: the longer a chunk takes, the sooner it says so again. */
async function keepLease(tx: ConsoleTransaction, { requestId, worker }: OpenChunk): Promise<void> {
  await tx.$executeRaw`
    UPDATE replays SET lease_until = now() + make_interval(secs => ${leaseSeconds}), changed_at = now()
     WHERE request_id = ${requestId}::uuid AND lease_holder = ${worker}`;
}

/** Closes a chunk, once: of two who know how it ended, one writes it down. @returns false when it was closed */
export async function settleChunk(tx: ConsoleTransaction, settled: SettledChunk): Promise<boolean> {
  const { chunkId, enqueued, changed, left, refused } = settled;
  const closed = await tx.$executeRaw`
    UPDATE replay_chunks SET settled_at = now() WHERE id = ${chunkId}::uuid AND settled_at IS NULL`;
  if (closed === 0) return false; // guard: chunk-once
  const given = [
    ...enqueued.map((id) => ({ id, state: "queued" })),
    ...changed.map((id) => ({ id, state: "skipped_changed" })),
    ...left.map((id) => ({ id, state: "remaining" })),
    ...refused.map((id) => ({ id, state: "skipped_refused" })),
  ];
  await tx.$executeRaw`
    UPDATE replay_rows r
       SET state = w.state, enqueued_at = CASE WHEN w.state = 'queued' THEN now() END,
           stamp = CASE WHEN w.state = 'remaining' THEN NULL ELSE r.stamp END
      FROM json_to_recordset(${JSON.stringify(given)}::json) AS w(id bigint, state text)
     WHERE r.chunk_id = ${chunkId}::uuid AND r.delivery_id = w.id AND r.state = 'claimed'`;
  return true;
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
