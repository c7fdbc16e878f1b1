import { expect } from "vitest";
import type { ReplayFaults } from "./replay-faults";
import type { ReplayStage } from "./replay-stage";

type Row = { id: string; state: string; stamp: string | null; enqueued: boolean };

/**
 * What must be true of every replay, whatever happened while it went on: each frozen row ended in one way; each was put back once or
 * never; nothing else was touched; what was put back has evidence; and the record tells of as many as there were.
 */
export async function checkHistory(
  stage: ReplayStage,
  faults: ReplayFaults,
  requestId: string,
  parties: readonly string[],
): Promise<void> {
  const { owner } = stage.own;
  const { rows } = await owner.query<Row>(
    `SELECT r.delivery_id::text AS id, r.state, r.stamp, r.enqueued_at IS NOT NULL AS enqueued
       FROM replay_rows r JOIN replays p USING (set_id) WHERE p.request_id = $1`,
    [requestId],
  );
  const { rows: sets } = await owner.query<{ rows: number }>(
    "SELECT s.rows FROM replay_sets s JOIN replays p ON p.set_id = s.id WHERE p.request_id = $1",
    [requestId],
  );
  const ends = ["delivered", "failed_again", "skipped_changed", "skipped_superseded", "skipped_refused", "remaining"];
  expect(rows.filter(({ state }) => !ends.includes(state))).toEqual([]);
  expect(rows).toHaveLength(sets[0]?.rows ?? -1);

  const updates = new Map(
    (await Promise.all(parties.map((party) => faults.updates(party)))).flatMap((each) => [...each]),
  );
  const enqueued = rows.filter((row) => row.enqueued).map(({ id }) => id);
  expect([...updates.values()].filter((times) => times !== 1)).toEqual([]);
  expect([...updates.keys()].toSorted()).toEqual(enqueued.toSorted());

  const { rows: evidence } = await owner.query<{ id: string; stamp: string; attempts: number }>(
    "SELECT delivery_id::text AS id, stamp, attempts FROM delivery_evidence WHERE request_id = $1",
    [requestId],
  );
  const kept = new Set(evidence.map(({ id, stamp, attempts }) => `${id} ${stamp} ${attempts}`));
  expect(rows.filter((row) => row.enqueued && !kept.has(`${row.id} ${row.stamp} 8`))).toEqual([]);

  const { rows: told } = await owner.query<{ enqueued: number }>(
    `SELECT coalesce(sum((entry::jsonb -> 'facts' ->> 'enqueued')::int), 0)::int AS enqueued FROM record
      WHERE entry::jsonb ->> 'requestId' = $1 AND entry::jsonb ->> 'operation' = 'replay.advance'`,
    [requestId],
  );
  expect(told[0]?.enqueued).toBe(enqueued.length);
}
