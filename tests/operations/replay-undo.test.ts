import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HumanActor } from "@/lib/access/actor";
import { contextOf } from "@/lib/operations/perform/context";
import { undoReplay } from "@/lib/operations/undo-replay";
import { codeOf, must, newRef } from "../support/acts";
import { jae } from "../support/people";
import { Killed, once } from "../support/replay-deaths";
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

/** All that a retry changes, but the stamp that it leaves and when it was. */
async function asTheyAre(party: string): Promise<unknown[]> {
  const { rows } = await stage.idp.query(
    `SELECT id, dlq_at, next_retry_at, attempts, last_status, last_error, delivered_at FROM webhook_outbox_entries
      WHERE oauth_application_id = $1 ORDER BY id`,
    [party],
  );
  return rows;
}

async function oneThatWaits(party: string): Promise<string | undefined> {
  const { rows } = await stage.idp.query<{ id: string }>(
    "SELECT id::text FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND dlq_at IS NULL AND attempts = 0 LIMIT 1",
    [party],
  );
  return rows[0]?.id;
}

/** Ten of thirty are put back, and nobody has tried one. */
async function tenOfThirty(): Promise<{ party: string; id: string; before: unknown[] }> {
  const party = await stage.party(30);
  const before = await asTheyAre(party);
  const id = await stage.begunAtFullPace(party);
  await stage.own.owner.query("UPDATE replay_lanes SET chunk_size = 10 WHERE request_id = $1", [id]);
  await stage.own.owner.query("UPDATE replays SET rate = 10 WHERE request_id = $1", [id]);
  await stage.step(stage.worker(), id);
  expect(await stage.tally(id)).toEqual({ queued: 10, remaining: 20 });
  return { party, id, before };
}

describe("replay.undo", () => {
  it("takes back what nobody has tried: dead again, exactly as it was, and free to be replayed anew", async () => {
    const { party, id, before } = await tenOfThirty();
    await stage.undo(id);
    await stage.step(stage.worker(), id);
    expect(await stage.replay(id)).toMatchObject({ state: "canceled" });
    expect(await stage.tally(id)).toEqual({ remaining: 30 });
    expect(await asTheyAre(party)).toEqual(before);
    await checkHistory(stage, faults, id, [party]);
    await faults.open();
    const again = await stage.begunAtFullPace(party);
    await stage.drive(stage.worker(), again, [party]);
    expect(await stage.tally(again)).toEqual({ delivered: 30 });
    await checkHistory(stage, faults, again, [party]);
  });

  it("leaves where it is what was tried, and waits for the end of what somebody holds", async () => {
    const { party, id } = await tenOfThirty();
    expect([await stage.dispatch(party, "arrives", 2), await stage.dispatch(party, "fails", 3)]).toEqual([2, 3]);
    const sending = await stage.hold(await oneThatWaits(party));
    await stage.undo(id);
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual({ delivered: 2, failed_again: 3, queued: 1, remaining: 24 });
    expect(await stage.replay(id)).toMatchObject({ state: "canceling" });
    await sending.release();
    await stage.dispatch(party);
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual({ delivered: 3, failed_again: 3, remaining: 24 });
    expect(await stage.replay(id)).toMatchObject({ state: "canceled" });
    await checkHistory(stage, faults, id, [party]);
  });

  it("by a worker that dies before it can tell counts nothing as failed, and is told by the next", async () => {
    const { party, id, before } = await tenOfThirty();
    await stage.undo(id);
    const dies = stage.worker({ at: once("after undo", async () => Promise.reject(new Killed())) });
    await expect(stage.step(dies, id)).rejects.toThrow(Killed);
    expect(await stage.tally(id)).toEqual({ queued: 10, remaining: 20 });
    await stage.leaseOver(id);
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual({ remaining: 30 });
    expect(await asTheyAre(party)).toEqual(before);
    await checkHistory(stage, faults, id, [party]);
  });

  it("is asked for by whoever began it or an admin, while something waits", async () => {
    const { party, id } = await tenOfThirty();
    const shown = async (actor: HumanActor) => undoReplay.preview(contextOf(actor, newRef()), { request: id });
    expect(must(await shown(stage.person)).lines).toEqual([{ key: "replays.undo.lines", values: { waiting: 10 } }]);
    const admin = await (await jae()).actor();
    expect(codeOf(await shown(admin))).toBe("ok");
    const ofWhom = (person: HumanActor) =>
      stage.own.owner.query("UPDATE action_requests SET requester_id = $2 WHERE id = $1", [id, person.personId]);
    await ofWhom(admin);
    expect(codeOf(await shown(stage.person))).toBe("request_not_yours");
    await ofWhom(stage.person);
    await stage.undo(id);
    expect(codeOf(await shown(stage.person))).toBe("nothing_to_take_back");
    await stage.drive(stage.worker(), id, [party]);
    expect(codeOf(await shown(stage.person))).toBe("replay_over");
  });

  it("touches nothing that somebody has retried by itself meanwhile", async () => {
    const { party, id } = await tenOfThirty();
    await stage.change(await oneThatWaits(party), "enqueued_at = clock_timestamp(), updated_at = clock_timestamp()");
    await stage.undo(id);
    await stage.step(stage.worker(), id);
    expect(await stage.tally(id)).toEqual({ remaining: 29, skipped_changed: 1 });
    expect(await stage.deadOf(party)).toBe(29);
    await checkHistory(stage, faults, id, [party]);
  });
});
