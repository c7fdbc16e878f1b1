import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { ClaimedRow } from "../rules/settle";

export type UnsettledChunk = { chunkId: string; relyingPartyId: string; deadlineAt: string };

/** Chunks of which nobody has written down how they ended. */
export async function listOpenChunks(_actor: SystemActor, requestId: string): Promise<UnsettledChunk[]> {
  return consoleDb().$queryRaw<UnsettledChunk[]>`
    SELECT id::text AS "chunkId", relying_party_id::text AS "relyingPartyId", deadline_at::text AS "deadlineAt"
      FROM replay_chunks WHERE request_id = ${requestId}::uuid AND settled_at IS NULL ORDER BY opened_at`;
}

/** A row that a chunk is about to touch, with every stamp that its replay ever wrote for it, the one of this chunk included. */
export type Claimed = ClaimedRow & { stamps: string[] };

/** What a chunk that stands open has claimed. */
export async function claimedBy(_actor: SystemActor, chunkId: string): Promise<Claimed[]> {
  const claimed = await consoleDb().$queryRaw<(ClaimedRow & { stamp: string })[]>`
    SELECT w.id::text AS id, r.row_version AS "rowVersion",
           to_char(c.stamp + (w.place - 1) * interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamp
      FROM replay_chunks c JOIN replays p USING (request_id) CROSS JOIN unnest(c.ids) WITH ORDINALITY AS w(id, place)
      JOIN replay_rows r ON r.set_id = p.set_id AND r.delivery_id = w.id
     WHERE c.id = ${chunkId}::uuid AND c.settled_at IS NULL`;
  const earlier = await earlierStamps(chunkId);
  return claimed.map(({ stamp, ...row }) => ({ ...row, stamps: [...(earlier.get(row.id) ?? []), stamp] }));
}

/** Of rows that were tried before, without being reached, in chunks that are closed. */
async function earlierStamps(chunkId: string): Promise<Map<string, string[]>> {
  const tried = await consoleDb().$queryRaw<{ id: string; stamps: string[] }[]>`
    WITH own AS MATERIALIZED (SELECT c.request_id, c.relying_party_id, c.ids FROM replay_chunks c WHERE c.id = ${chunkId}::uuid),
    wanted AS MATERIALIZED (SELECT unnest(ids) AS id FROM own)
    SELECT w.id::text AS id, array_agg(to_char(c.stamp + (w.place - 1) * interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS stamps
      FROM own JOIN replay_chunks c USING (request_id, relying_party_id) CROSS JOIN unnest(c.ids) WITH ORDINALITY AS w(id, place)
     WHERE c.id <> ${chunkId}::uuid AND c.missed > 0 AND w.id IN (SELECT id FROM wanted) GROUP BY w.id`;
  return new Map(tried.map(({ id, stamps }) => [id, stamps]));
}
