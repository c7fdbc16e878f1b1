import { expect } from "vitest";
import type { ReplayFaults } from "./replay-faults";
import type { ReplayStage } from "./replay-stage";

/** What a lane keeps count of, in the order in which it is asked. */
const counted = [
  "remaining",
  "queued",
  "delivered",
  "failed_again",
  "skipped_changed",
  "skipped_superseded",
  "skipped_refused",
];

type Row = { id: string; state: string; stamp: string | null; enqueued: boolean };

/**
 * What must be true of every replay, whatever happened while it went on: each frozen row ended in one way; each was put back once or
 * never, and taken back once at most, as one of what is left; nothing else was touched; what was put back has evidence; and the record
 * tells of as many as there were.
 */
export async function checkHistory(
  stage: ReplayStage,
  faults: ReplayFaults,
  requestId: string,
  parties: readonly string[],
): Promise<void> {
  const { owner } = stage.own;
  const { rows } = await owner.query<Row>(
    `SELECT r.delivery_id::text AS id, r.state, to_char(r.stamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamp, r.enqueued_at IS NOT NULL AS enqueued
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

  const written = async (dead: boolean): Promise<string[]> => {
    const updates = (await Promise.all(parties.map((party) => faults.updates(party, dead)))).flatMap((each) => [
      ...each,
    ]);
    expect(updates.filter(([, times]) => times !== 1)).toEqual([]);
    return updates.map(([id]) => id);
  };
  const [putBack, takenBack] = [await written(false), await written(true)];
  const enqueued = rows.filter((row) => row.enqueued).map(({ id }) => id);
  const left = new Set(rows.filter((row) => row.state === "remaining" && !row.enqueued).map(({ id }) => id));
  expect(takenBack.filter((id) => !left.has(id))).toEqual([]);
  expect(putBack.toSorted()).toEqual([...enqueued, ...takenBack].toSorted());

  const { rows: evidence } = await owner.query<{ id: string; stamp: string; attempts: number }>(
    `SELECT w.id::text, w.attempts, to_char(c.stamp + (w.place - 1) * interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamp
       FROM replay_chunks c CROSS JOIN unnest(c.ids, c.attempts) WITH ORDINALITY AS w(id, attempts, place)
      WHERE c.request_id = $1`,
    [requestId],
  );
  const kept = new Set(evidence.map(({ id, stamp, attempts }) => `${id} ${stamp} ${attempts}`));
  expect(rows.filter((row) => row.enqueued && !kept.has(`${row.id} ${row.stamp} 8`))).toEqual([]);

  const { rows: told } = await owner.query<{ enqueued: number; takenBack: number }>(
    `SELECT coalesce(sum((entry::jsonb -> 'facts' ->> 'enqueued')::int), 0)::int AS enqueued,
            coalesce(sum((entry::jsonb -> 'facts' ->> 'takenBack')::int), 0)::int AS "takenBack" FROM record
      WHERE entry::jsonb ->> 'requestId' = $1 AND entry::jsonb ->> 'operation' = 'replay.advance'`,
    [requestId],
  );
  expect(told).toEqual([{ enqueued: putBack.length, takenBack: takenBack.length }]);

  const { rows: lanes } = await owner.query<{ kept: string; counted: string }>(
    `SELECT l.remaining || ' ' || l.queued || ' ' || l.delivered || ' ' || l.failed_again || ' ' || l.skipped_changed || ' ' ||
            l.skipped_superseded || ' ' || l.skipped_refused AS kept,
            (SELECT string_agg((SELECT count(*) FROM replay_rows r
                                 WHERE r.set_id = p.set_id AND r.relying_party_id = l.relying_party_id AND r.state = s.state)::text, ' ' ORDER BY place)
               FROM unnest($2::text[]) WITH ORDINALITY AS s(state, place)) AS counted
       FROM replay_lanes l JOIN replays p USING (request_id) WHERE l.request_id = $1`,
    [requestId, counted],
  );
  expect(lanes.map(({ kept }) => kept)).toEqual(lanes.map((lane) => lane.counted));
}
