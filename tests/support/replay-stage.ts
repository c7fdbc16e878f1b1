import { randomInt, randomUUID } from "node:crypto";
import type pg from "pg";
import type { HumanActor, SystemActor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { consoleDb } from "@/lib/core/db";
import type { Result } from "@/lib/core/errors";
import type { Preview } from "@/lib/operations/define";
import { contextOf } from "@/lib/operations/perform/context";
import { performRoutine } from "@/lib/operations/perform/routine";
import { freezeWish, previewWish } from "@/lib/operations/replays/freeze";
import { stepReplay } from "@/lib/operations/replays/step";
import type { Fence, Place, Stepping } from "@/lib/operations/replays/stepping";
import { readParties } from "@/lib/replays/queries/parties";
import { frozenSet, type ReplayWish } from "@/lib/replays/shapes";
import { beginReplay, restartLanes, setReplayState, takeReplayBack } from "@/lib/replays/writes/replay";
import { must, newRef } from "./acts";
import { type Hold, hold, openPool } from "./databases";
import { type Around, enterOwnConsole, type OwnConsole } from "./own-console";
import { mina } from "./people";
import { world } from "./world";

/** However slow the machine is, an update is in time; a test that wants one to be late says so. */
export const wideFence: Fence = { deadlineMs: 60_000, graceMs: 0 };

export type Worker = { actor: SystemActor; at?: (place: Place) => Promise<void>; fence?: Fence };
export type Verdict = "arrives" | "fails" | "dies";

/** So long a replay that is driven may take. */
const driveMs = 60_000;

/** Replays in a console of the test's own, of relying parties that no dispatcher knows: the test is their dispatcher. */
export class ReplayStage {
  readonly own: OwnConsole;
  readonly person: HumanActor;
  readonly idp: pg.Pool;
  readonly #parties: string[] = [];

  private constructor(own: OwnConsole, person: HumanActor, idpOwnerUrl: string) {
    this.own = own;
    this.idp = openPool(idpOwnerUrl);
    this.person = person;
  }

  static async open(around: Around & { idpOwnerUrl: string } = world()): Promise<ReplayStage> {
    const own = await enterOwnConsole(around);
    return new ReplayStage(own, await (await mina()).actor(), around.idpOwnerUrl);
  }

  /** A relying party with so many dead deliveries, each a second apart. */
  async party(dead: number, { status = 503 as number | null, subject = false } = {}): Promise<string> {
    const id = String(randomInt(10 ** 9, 2 ** 47));
    this.#parties.push(id);
    await this.idp.query(
      `INSERT INTO oauth_applications (id, name, uid, webhook_url, webhook_enabled, created_at, updated_at)
       VALUES ($1, $2, $2, NULL, true, clock_timestamp(), clock_timestamp())`,
      [id, `Replayed ${id}`],
    );
    await this.dead(id, dead, { status, subject });
    return id;
  }

  async dead(party: string, rows: number, { status = 503 as number | null, subject = false } = {}): Promise<void> {
    await this.idp.query(
      `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status,
         last_error, enqueued_at, dlq_at, created_at, updated_at)
       SELECT $1, 'user.updated', CASE WHEN $4 THEN 'subject-' || n END, gen_random_uuid(), '{}', 8, $3, 'upstream said no ' || n,
              at - interval '1 hour', at, at - interval '1 hour', at
         FROM generate_series(1, $2::int) n, LATERAL (SELECT now()::timestamp - interval '1 day' + n * interval '1 second' AS at) one`,
      [party, rows, status, subject],
    );
  }

  /** A later event of the same subject has arrived. */
  async arrivedLater(party: string, id: string | undefined): Promise<void> {
    await this.idp.query(
      `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status,
         enqueued_at, delivered_at, created_at, updated_at)
       SELECT $1, event_type, subject, gen_random_uuid(), '{}', 1, 200, now(), now(), now(), now() FROM webhook_outbox_entries WHERE id = $2`,
      [party, id],
    );
  }

  async versionOf(id: string | undefined): Promise<string | undefined> {
    const { rows } = await this.idp.query<{ version: string }>(
      "SELECT updated_at::text AS version FROM webhook_outbox_entries WHERE id = $1",
      [id],
    );
    return rows[0]?.version;
  }

  async deadOf(party: string): Promise<number> {
    const { rows } = await this.idp.query<{ dead: number }>(
      `SELECT count(*)::int AS dead FROM webhook_outbox_entries
        WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL AND delivered_at IS NULL`,
      [party],
    );
    return rows[0]?.dead ?? 0;
  }

  async ids(party: string): Promise<string[]> {
    const { rows } = await this.idp.query<{ id: string }>(
      "SELECT id::text FROM webhook_outbox_entries WHERE oauth_application_id = $1 ORDER BY dlq_at, id",
      [party],
    );
    return rows.map(({ id }) => id);
  }

  /** Asked for, approved and confirmed, as far as a replay is concerned. @param meanwhile before it begins @returns its request */
  async begun(
    wish: Omit<ReplayWish, "ratePerSecond"> & { ratePerSecond?: number },
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<string> {
    const full = { ratePerSecond: 1_000, ...wish };
    const preview = must(await freezeWish(contextOf(this.person, newRef()), full, null));
    const { set: setId } = frozenSet.parse(preview.target);
    const requestId = randomUUID();
    await this.own.owner.query(
      `INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, digest, requester_id, session_id,
                                    reason, execute_by, started_at, goes_on_until)
       VALUES ($1, 'delivery.replay', 'grave', 'running', '{}', 'null', '', repeat('0', 64), $2, 'x', 'x', now(), now(),
               now() + interval '1 hour')`,
      [requestId, this.person.personId],
    );
    const { rows } = await this.own.owner.query<{ id: string }>(
      "SELECT DISTINCT relying_party_id::text AS id FROM replay_rows WHERE set_id = $1",
      [setId],
    );
    const parties = await readParties(
      this.person,
      rows.map(({ id }) => id),
    );
    const replay = { requestId, setId, rate: full.ratePerSecond, includeSuperseded: full.includeSuperseded ?? false };
    await meanwhile();
    await consoleDb().$transaction(async (tx) => {
      if (!(await beginReplay(tx, replay, parties))) throw new Error("somebody else was faster");
    });
    return requestId;
  }

  /** The same with the ramp behind it: everything that is left goes at once. */
  async begunAtFullPace(party: string): Promise<string> {
    const id = await this.begun({ filter: { app: party } });
    await this.own.owner.query(
      "UPDATE replay_lanes SET phase = 'ramp', phase_at = now() - interval '1 minute' WHERE request_id = $1",
      [id],
    );
    return id;
  }

  worker(more: Omit<Worker, "actor"> = {}): Worker {
    return { actor: systemActor(), ...more };
  }

  stepping({ actor, at, fence = wideFence }: Worker): Stepping {
    return {
      actor,
      fence,
      ...(at && { at }),
      async perform(requestId, settle) {
        const input = { requestId, ...settle };
        must(await performRoutine(actor, newRef(), { operation: "replay.advance", input }));
      },
    };
  }

  step(worker: Worker, requestId: string): Promise<void> {
    return stepReplay(this.stepping(worker), requestId);
  }

  /** What the dispatcher does with all that is due of a relying party. @returns how many it tried */
  async dispatch(party: string, verdict: Verdict = "arrives", most = 100_000): Promise<number> {
    const { rowCount } = await this.idp.query(
      `UPDATE webhook_outbox_entries
          SET attempts = attempts + 1, updated_at = clock_timestamp(), last_status = CASE WHEN $2 = 'arrives' THEN 200 ELSE 500 END,
              delivered_at = CASE WHEN $2 = 'arrives' THEN clock_timestamp() END, dlq_at = CASE WHEN $2 = 'dies' THEN clock_timestamp() END,
              next_retry_at = CASE WHEN $2 = 'fails' THEN clock_timestamp() + interval '1 hour' END
        WHERE id IN (SELECT id FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND delivered_at IS NULL AND dlq_at IS NULL
                        AND (next_retry_at IS NULL OR next_retry_at <= now()) LIMIT $3)`,
      [party, verdict, most],
    );
    return rowCount ?? 0;
  }

  /** Steps and dispatches until the replay is over. */
  async drive(
    worker: Worker,
    requestId: string,
    parties: readonly string[],
    verdict: Verdict = "arrives",
  ): Promise<void> {
    // By time and not by turns, of which a quick machine does a second's worth long before a lane may send again.
    for (const began = performance.now(); performance.now() - began < driveMs; ) {
      await this.step(worker, requestId);
      if ((await this.replay(requestId)).final_at !== null) return;
      for (const party of parties) await this.dispatch(party, verdict);
    }
    throw new Error("the replay does not come to its end");
  }

  async replay(requestId: string): Promise<{ state: string; final_at: string | null; trouble: string | null }> {
    const { rows } = await this.own.owner.query("SELECT state, final_at, trouble FROM replays WHERE request_id = $1", [
      requestId,
    ]);
    return rows[0];
  }

  async lane(requestId: string, party: string): Promise<{ phase: string; held_reason: string | null }> {
    const { rows } = await this.own.owner.query(
      "SELECT phase, held_reason FROM replay_lanes WHERE request_id = $1 AND relying_party_id = $2",
      [requestId, party],
    );
    return rows[0];
  }

  async tally(requestId: string): Promise<Record<string, number>> {
    const { rows } = await this.own.owner.query<{ state: string; count: number }>(
      `SELECT r.state, count(*)::int AS count FROM replay_rows r JOIN replays p USING (set_id) WHERE p.request_id = $1 GROUP BY 1 ORDER BY 1`,
      [requestId],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** Whoever opened a chunk is dead, and its update can no longer arrive. */
  async openChunksAreLate(requestId: string): Promise<void> {
    await this.own.owner.query(
      "UPDATE replay_chunks SET deadline_at = '-infinity' WHERE request_id = $1 AND settled_at IS NULL",
      [requestId],
    );
  }

  /** What a relying party was sent has waited for a minute, and so has its lane. */
  async aMinuteLater(party: string): Promise<void> {
    for (const [table, instant] of [
      ["replay_rows", "enqueued_at"],
      ["replay_lanes", "phase_at"],
    ])
      await this.own.owner.query(
        `UPDATE ${table} SET ${instant} = ${instant} - interval '61 seconds' WHERE relying_party_id = $1`,
        [party],
      );
  }

  /** A person lets it go on, as the operation does. */
  async resume(requestId: string): Promise<void> {
    await consoleDb().$transaction(async (tx) => {
      await setReplayState(tx, requestId, { from: ["paused", "running"], to: "running" });
      await restartLanes(tx, requestId);
    });
  }

  /** A person wants back what nobody has tried yet, as the operation does. */
  async undo(requestId: string): Promise<void> {
    await consoleDb().$transaction((tx) => takeReplayBack(tx, requestId));
  }

  preview(wish: Omit<ReplayWish, "ratePerSecond">): Promise<Result<Preview>> {
    return previewWish(contextOf(this.person, newRef()), { ratePerSecond: 1_000, ...wish });
  }

  async change(id: string | undefined, assignments: string): Promise<void> {
    await this.idp.query(`UPDATE webhook_outbox_entries SET ${assignments} WHERE id = $1`, [id]);
  }

  async switched(party: string, on: boolean): Promise<void> {
    await this.idp.query("UPDATE oauth_applications SET webhook_enabled = $2 WHERE id = $1", [party, on]);
  }

  hold(id: string | undefined): Promise<Hold> {
    return hold(this.idp, "SELECT 1 FROM webhook_outbox_entries WHERE id = $1 FOR UPDATE", [id]);
  }

  /** The console has tried so often, so long ago, to put a delivery back, and could not. */
  async triedSince(requestId: string, id: string | undefined, { times, seconds }: { times: number; seconds: number }) {
    await this.own.owner.query(
      `INSERT INTO replay_chunks (id, request_id, relying_party_id, deadline_at, settled_at, missed, stamp, ids, attempts, last_statuses,
         last_errors)
       SELECT gen_random_uuid(), $1, l.relying_party_id, now(), now(), 1,
              (now() - make_interval(secs => $4)) AT TIME ZONE 'UTC' + n * interval '1 microsecond', ARRAY[$2::bigint], '{8}', '{503}', '{""}'
         FROM replay_lanes l, generate_series(1, $3::int) n WHERE l.request_id = $1`,
      [requestId, id, times, seconds],
    );
  }

  /** Whoever had the lease is dead, and it has run out. */
  async leaseOver(requestId: string): Promise<void> {
    await this.own.owner.query("UPDATE replays SET lease_until = now() - interval '1 second' WHERE request_id = $1", [
      requestId,
    ]);
  }

  async close(): Promise<void> {
    await this.idp.query("DELETE FROM webhook_outbox_entries WHERE oauth_application_id = ANY($1)", [this.#parties]);
    await this.idp.query("DELETE FROM oauth_applications WHERE id = ANY($1)", [this.#parties]);
    await this.idp.end();
    await this.own.close();
  }
}
