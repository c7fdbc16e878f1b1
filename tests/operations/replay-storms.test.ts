import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { findReplayView } from "@/lib/replays/queries/progress";
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

describe("D-02: a database that goes away", () => {
  it("in the middle of an update: what it reached is read from the rows, and the rest goes on", async () => {
    const party = await stage.party(30);
    const id = await stage.begunAtFullPace(party);
    const worker = stage.worker({ at: once("before update", () => faults.cutSessions()) });
    await stage.step(worker, id).catch((error: unknown) => expect(isDatabaseTrouble(error)).toBe(true));
    await stage.openChunksAreLate(id);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 30 });
    await checkHistory(stage, faults, id, [party]);
  });

  it("and comes back read-only: it is said, and goes on once it takes updates again", async () => {
    const party = await stage.party(12);
    const id = await stage.begunAtFullPace(party);
    await faults.fail(party, "25006");
    await expect(stage.step(stage.worker(), id)).rejects.toThrow();
    expect(await stage.replay(id)).toMatchObject({ final_at: null, trouble: "identity_database_unreachable" });
    await faults.heal(party);
    await stage.openChunksAreLate(id);
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.replay(id)).toMatchObject({ state: "finished", trouble: null });
    await checkHistory(stage, faults, id, [party]);
  });
});

describe("D-03: two who begin at once", () => {
  it("for one relying party: one begins, and the other is told who", async () => {
    const party = await stage.party(4);
    const wish = { filter: { app: party } };
    await expect(stage.begun(wish, () => stage.begun(wish))).rejects.toThrow("somebody else was faster");
    const { rows } = await stage.own.owner.query(
      "SELECT 1 FROM replay_lanes WHERE relying_party_id = $1 AND final_at IS NULL",
      [party],
    );
    expect(rows).toHaveLength(1);
    const again = await stage.preview({ filter: { app: party } });
    expect(again).toMatchObject({
      ok: false,
      refusal: { code: "replay_under_way", facts: { name: stage.person.name } },
    });
  });
});

describe("D-04: a worker that slept through the end of its lease", () => {
  it("before it wrote ahead writes nothing", async () => {
    const party = await stage.party(5);
    const id = await stage.begunAtFullPace(party);
    const other = stage.worker();
    const asleep = stage.worker({
      at: once("before write-ahead", async () => {
        await stage.leaseOver(id);
        await stage.step(other, id);
      }),
    });
    await stage.step(asleep, id);
    const { rows } = await stage.own.owner.query("SELECT 1 FROM replay_chunks WHERE request_id = $1", [id]);
    expect(rows).toHaveLength(1);
    await stage.drive(other, id, [party]);
    await checkHistory(stage, faults, id, [party]);
  });

  it("before its update touches nothing when it wakes up, whoever went on meanwhile", async () => {
    const party = await stage.party(5);
    const id = await stage.begunAtFullPace(party);
    const other = stage.worker();
    const asleep = stage.worker({
      fence: { deadlineMs: 150, graceMs: 0 },
      at: once("before update", async () => {
        await stage.leaseOver(id);
        await expect
          .poll(async () => {
            await stage.step(other, id);
            return stage.tally(id);
          })
          .toEqual({ queued: 5 });
      }),
    });
    await stage.step(asleep, id);
    await stage.drive(other, id, [party]);
    await checkHistory(stage, faults, id, [party]);
  });

  it("after its update tells of nothing that another has told of meanwhile", async () => {
    const party = await stage.party(5);
    const id = await stage.begunAtFullPace(party);
    const other = stage.worker();
    const asleep = stage.worker({
      at: once("after update", async () => {
        await stage.openChunksAreLate(id);
        await stage.leaseOver(id);
        await stage.step(other, id);
        expect(await stage.tally(id)).toEqual({ queued: 5 });
      }),
    });
    await stage.step(asleep, id);
    await stage.drive(other, id, [party]);
    await checkHistory(stage, faults, id, [party]);
  });

  it("and nobody calls a chunk closed while its update may still arrive", async () => {
    const party = await stage.party(3);
    const id = await stage.begunAtFullPace(party);
    const killed = stage.worker({
      at: once("before update", async () => {
        throw new Killed();
      }),
    });
    await expect(stage.step(killed, id)).rejects.toThrow(Killed);
    await stage.step(stage.worker({ fence: { deadlineMs: 2_000, graceMs: 60_000 } }), id);
    expect(await findReplayView(stage.person, id)).toMatchObject({ tally: { claimed: 3, remaining: 0, queued: 0 } });
    await stage.openChunksAreLate(id);
    await stage.drive(stage.worker(), id, [party]);
    await checkHistory(stage, faults, id, [party]);
  });
});
