import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef } from "../support/acts";
import { mina } from "../support/people";
import { once } from "../support/replay-deaths";
import { ReplayFaults } from "../support/replay-faults";
import { checkHistory } from "../support/replay-history";
import { ReplayStage } from "../support/replay-stage";

let stage: ReplayStage;
let faults: ReplayFaults;
beforeAll(async () => {
  stage = await ReplayStage.open();
  faults = new ReplayFaults(stage.idp);
  await faults.open();
});
afterAll(async () => {
  await faults.close();
  await stage.close();
});

const performed = async (operation: string, request: string): Promise<string> =>
  codeOf(await performRoutine(await (await mina()).actor(), newRef(), { operation, input: { request } }));

/** Whose trouble somebody was called for. */
async function callsOf(request: string): Promise<string[]> {
  const { rows } = await stage.own.owner.query<{ values: string; roles: string[] }>(
    "SELECT values_text AS values, roles FROM notices WHERE kind = 'replay.held' AND href = $1 ORDER BY posted_at",
    [`/operations/${request}`],
  );
  expect(rows.flatMap(({ roles }) => roles)).toEqual(rows.flatMap(() => ["responder", "admin"]));
  return rows.map(({ values }) => (JSON.parse(values) as { subject: string }).subject);
}

describe("D-05: rows that somebody else changed since they were frozen", () => {
  it("are skipped and never put back: delivered, retried, removed", async () => {
    const party = await stage.party(8);
    const [delivered, retried, removed] = await stage.ids(party);
    const id = await stage.begunAtFullPace(party);
    await stage.change(delivered, "delivered_at = clock_timestamp(), updated_at = clock_timestamp()");
    await stage.change(
      retried,
      "dlq_at = NULL, updated_at = clock_timestamp(), next_retry_at = now() + interval '1 day'",
    );
    await stage.idp.query("DELETE FROM webhook_outbox_entries WHERE id = $1", [removed]);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 5, skipped_changed: 3 });
    await checkHistory(stage, faults, id, [party]);
  });

  it("between reading and updating are skipped, too; what somebody holds is taken in a later sweep", async () => {
    const party = await stage.party(4);
    const [touched, held] = await stage.ids(party);
    const id = await stage.begunAtFullPace(party);
    const lock = await stage.hold(held);
    const at = once("before update", () => stage.change(touched, "updated_at = clock_timestamp()"));
    await stage.step(stage.worker({ at }), id);
    expect(await stage.tally(id)).toEqual({ queued: 2, remaining: 1, skipped_changed: 1 });
    await lock.release();
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 3, skipped_changed: 1 });
    await checkHistory(stage, faults, id, [party]);
  });

  it("are let go after two minutes of trying while somebody holds them, and the others have gone", async () => {
    const party = await stage.party(4);
    const [held] = await stage.ids(party);
    const id = await stage.begunAtFullPace(party);
    const lock = await stage.hold(held);
    await stage.triedSince(id, held, { times: 9, seconds: 119 });
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual({ queued: 3, remaining: 1 });
    await stage.triedSince(id, held, { times: 1, seconds: 130 });
    await stage.drive(stage.worker(), id, [party]);
    await lock.release();
    expect(await stage.tally(id)).toEqual({ delivered: 3, skipped_refused: 1 });
    await checkHistory(stage, faults, id, [party]);
  });

  it("stay dead when their relying party is switched off, and go on when a person resumes", async () => {
    const party = await stage.party(5);
    const id = await stage.begunAtFullPace(party);
    await stage.switched(party, false);
    await stage.step(stage.worker(), id);
    expect(await stage.lane(id, party)).toEqual({ phase: "held", held_reason: "relying_party_off" });
    expect(await stage.tally(id)).toEqual({ remaining: 5 });
    await stage.switched(party, true);
    await stage.resume(id);
    await stage.drive(stage.worker(), id, [party]);
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-06: a person who stops it", () => {
  it("in the middle of a chunk lets that one end, and no other begin", async () => {
    const party = await stage.party(30);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replay_lanes SET chunk_size = 10 WHERE request_id = $1", [id]);
    const at = once("before update", async () => {
      expect(await performed("replay.cancel", id)).toBe("ok");
    });
    const worker = stage.worker({ at });
    await stage.step(worker, id);
    expect(await stage.tally(id)).toEqual({ queued: 10, remaining: 20 });
    expect(await performed("replay.cancel", id)).toBe("ok");
    await stage.drive(worker, id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 10, remaining: 20 });
    expect(await stage.replay(id)).toMatchObject({ state: "canceled" });
    expect([await performed("replay.cancel", id), await performed("replay.pause", id)]).toEqual([
      "replay_over",
      "replay_over",
    ]);
    await checkHistory(stage, faults, id, [party]);
  });

  it("by a pause keeps it stopped through a change of workers, until it is resumed", async () => {
    const party = await stage.party(6);
    const id = await stage.begunAtFullPace(party);
    expect(await performed("replay.pause", id)).toBe("ok");
    for (const worker of [stage.worker(), stage.worker()]) await stage.step(worker, id);
    expect(await stage.tally(id)).toEqual({ remaining: 6 });
    await stage.resume(id);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 6 });
  });
});

describe("D-07: relying parties that are not well", () => {
  it("are held by their canary, and nobody else with them", async () => {
    const [well, ill, silent] = [await stage.party(15), await stage.party(15), await stage.party(15)];
    const id = await stage.begun({ filter: {}, relyingParties: [well, ill, silent] });
    const worker = stage.worker();
    await stage.step(worker, id);
    await stage.dispatch(ill, "fails");
    await stage.aMinuteLater(silent);
    for (let turn = 0; turn < 12; turn += 1) {
      await stage.step(worker, id);
      await stage.dispatch(well);
    }
    expect(await stage.lane(id, ill)).toEqual({ phase: "held", held_reason: "canary_failed" });
    expect(await stage.lane(id, silent)).toEqual({ phase: "held", held_reason: "no_first_attempt" });
    expect(await stage.tally(id)).toEqual({ delivered: 15, failed_again: 1, queued: 1, remaining: 28 });
    expect(await stage.replay(id)).toMatchObject({ state: "running", final_at: null });
    // One call for all that are held; who lets them go on is called again when they are held once more.
    const [first, ...more] = await callsOf(id);
    expect([`Replayed ${ill}`, `Replayed ${silent}`]).toContain(first);
    expect(more).toEqual([]);
    await stage.resume(id);
    await stage.step(worker, id);
    await stage.dispatch(ill, "fails");
    await stage.step(worker, id);
    expect(await callsOf(id)).toEqual([first, `Replayed ${ill}`]);
    await stage.resume(id);
    await stage.drive(worker, id, [ill, silent]);
    await checkHistory(stage, faults, id, [well, ill, silent]);
  });

  it("and that fall ill under the ramp are held by the breaker", async () => {
    const party = await stage.party(60);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replay_lanes SET chunk_size = 12 WHERE request_id = $1", [id]);
    await stage.own.owner.query("UPDATE replays SET rate = 12 WHERE request_id = $1", [id]);
    await stage.step(stage.worker(), id);
    await stage.dispatch(party, "fails");
    await stage.step(stage.worker(), id);
    expect(await stage.lane(id, party)).toEqual({ phase: "held", held_reason: "breaker" });
    expect(await stage.tally(id)).toEqual({ failed_again: 12, remaining: 48 });
  });
});

describe("D-08: many rows", () => {
  it("are frozen as they are, and go in chunks, none of which is large", async () => {
    const party = await stage.party(2_500);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replays SET rate = 2500 WHERE request_id = $1", [id]);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 2_500 });
    const { rows } = await stage.own.owner.query<{ most: number }>(
      "SELECT max(cardinality(ids)) AS most FROM replay_chunks WHERE request_id = $1",
      [id],
    );
    expect(rows[0]?.most).toBeLessThanOrEqual(2_000);
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-09: a row that cannot be written", () => {
  it("is found by halving, set aside, and the others go on", async () => {
    const party = await stage.party(20);
    const [, , poison] = await stage.ids(party);
    await faults.fail(party, "P0001", poison);
    const id = await stage.begunAtFullPace(party);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 19, skipped_refused: 1 });
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-10: a statement that the IdP's database gives up", () => {
  it.each(["40P01", "40001", "57014"])("with %s is tried again later, in smaller chunks", async (code) => {
    const party = await stage.party(6);
    const id = await stage.begunAtFullPace(party);
    await faults.fail(party, code);
    const at = once("after settle", () => faults.heal(party));
    await stage.step(stage.worker({ at }), id);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 6 });
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-11: a worker whose clock jumps", () => {
  it.each([3_600_000, -3_600_000])("by %i ms does as if nothing had happened", async (jumpMs) => {
    const party = await stage.party(12);
    const id = await stage.begun({ filter: { app: party } });
    const now = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: now + jumpMs });
    try {
      await stage.drive(stage.worker(), id, [party]);
    } finally {
      vi.useRealTimers();
    }
    expect(await stage.tally(id)).toEqual({ delivered: 12 });
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-12: a worker that is asked to go, as at a deploy", () => {
  it("leaves a lease that the next one takes at once; one that died leaves its until it is over", async () => {
    const party = await stage.party(12);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replays SET rate = 4 WHERE request_id = $1", [id]);
    await stage.step(stage.worker(), id);
    const tried = await stage.tally(id);
    expect(tried.queued).toBeGreaterThan(0);
    await stage.own.owner.query(
      "UPDATE replays SET lease_holder = 'gone', lease_until = now() + interval '1 minute' WHERE request_id = $1",
      [id],
    );
    await stage.dispatch(party);
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual(tried);
    await stage.leaseOver(id);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 12 });
  });
});
