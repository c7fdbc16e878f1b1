import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { act } from "../support/actions";
import { cookiesOf } from "../support/cast";
import { typescript } from "../support/own-console";
import { ReplayFaults } from "../support/replay-faults";
import { checkHistory } from "../support/replay-history";
import { ReplayStage } from "../support/replay-stage";
import { startWebProcess, type WebProcess } from "../support/web-process";

/** Everything here is a process of its own, and all of them are on one database: two of the product's workers, two of its consoles. */
let stage: ReplayStage;
let faults: ReplayFaults;
let webs: WebProcess[] = [];
const workers: ChildProcess[] = [];
let dispatching: NodeJS.Timeout;

beforeAll(async () => {
  stage = await ReplayStage.open();
  faults = new ReplayFaults(stage.idp);
  await faults.open();
  webs = await Promise.all([startWebProcess(stage.own.env), startWebProcess(stage.own.env)]);
  for (const _one of webs) {
    const [node, script] = typescript("worker.ts");
    workers.push(spawn(node, script, { env: { ...stage.own.env, NODE_ENV: "production" }, stdio: "ignore" }));
  }
}, 120_000);
afterAll(async () => {
  clearInterval(dispatching);
  await Promise.all([...workers.map(end), ...webs.map((web) => web.stop())]);
  await faults.close();
  await stage.close();
});

async function end(worker: ChildProcess): Promise<void> {
  const closed = once(worker, "exit");
  worker.kill("SIGTERM");
  await closed;
}

/** By the database's clock. */
async function now(): Promise<number> {
  const { rows } = await stage.own.owner.query<{ now: number }>(
    "SELECT extract(epoch FROM clock_timestamp())::float8 AS now",
  );
  return rows[0]?.now ?? 0;
}

async function chunks(request: string): Promise<{ count: number; last: number }> {
  const { rows } = await stage.own.owner.query<{ count: number; last: number }>(
    "SELECT count(*)::int AS count, extract(epoch FROM max(opened_at))::float8 AS last FROM replay_chunks WHERE request_id = $1",
    [request],
  );
  return rows[0] ?? { count: 0, last: 0 };
}

const goesOn = (request: string, from: number) =>
  expect.poll(async () => (await chunks(request)).count, { timeout: 60_000, interval: 50 }).toBeGreaterThan(from);

describe("two workers and two consoles on one database", () => {
  it("put each delivery back once, and whichever console is asked, a pause holds within a second", async () => {
    const party = await stage.party(400);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replays SET rate = 6 WHERE request_id = $1", [id]);
    let at = Promise.resolve<unknown>(undefined);
    dispatching = setInterval(() => {
      at = at.then(() => stage.dispatch(party)).catch(() => undefined);
    }, 200);
    const cookies = await cookiesOf("responder", "U");
    for (const { port } of webs) {
      // Whoever is asked for the first time is still compiling.
      const unknown = { operation: "replay.pause", input: { request: crypto.randomUUID() } };
      expect(await act("perform", [unknown], { cookies, port })).toMatchObject({
        refusal: { code: "replay_not_found" },
      });
      await goesOn(id, (await chunks(id)).count);
      const asked = await now();
      expect(
        await act("perform", [{ operation: "replay.pause", input: { request: id } }], { cookies, port }),
      ).toMatchObject({ ok: true });
      const answered = await now();
      await expect.poll(() => stage.tally(id), { timeout: 60_000 }).not.toHaveProperty("queued");
      const { last } = await chunks(id);
      expect(last).toBeLessThan(answered);
      expect(last - asked).toBeLessThan(1);
      expect(await stage.replay(id)).toMatchObject({ state: "paused", final_at: null });
      await stage.resume(id);
    }
    await stage.own.owner.query("UPDATE replays SET rate = 1000 WHERE request_id = $1", [id]);
    await expect.poll(async () => (await stage.replay(id)).state, { timeout: 60_000 }).toBe("finished");
    expect(await stage.tally(id)).toEqual({ delivered: 400 });
    const { rows } = await stage.own.owner.query("SELECT DISTINCT worker_id FROM worker_heartbeats");
    expect(rows.length).toBeGreaterThanOrEqual(2);
    await checkHistory(stage, faults, id, [party]);
  }, 240_000);
});
