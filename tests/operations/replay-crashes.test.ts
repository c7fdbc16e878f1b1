import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Place } from "@/lib/operations/replays/stepping";
import { OwnServer } from "../support/own-server";
import { ReplayFaults } from "../support/replay-faults";
import { checkHistory } from "../support/replay-history";
import { ReplayStage } from "../support/replay-stage";
import { world } from "../support/world";

/** Everything here is real: processes that are killed, servers that are stopped at once, and the limits of production. */
const goesOnWithinMs = 30_000;
const rowsOfEach = 400;
const places: Place[] = ["before write-ahead", "before update", "after update", "after settle"];

let servers: { console: OwnServer; idp: OwnServer };
let stage: ReplayStage;
let faults: ReplayFaults;
let dispatching: NodeJS.Timeout;
const workers: ChildProcess[] = [];
const replays: { id: string; party: string }[] = [];

beforeAll(async () => {
  const [console, idp] = await Promise.all([OwnServer.start(), OwnServer.start()]);
  servers = { console, idp };
  await idp.fillOutbox();
  const product = {
    ...world().env.product,
    DATABASE_URL: console.addresses.console,
    IDP_DATABASE_URL: idp.addresses.idpOperate,
    IDP_DATABASE_READ_URL: idp.addresses.idpRead,
  };
  Object.assign(process.env, product);
  stage = await ReplayStage.open({
    consoleOwnerUrl: console.addresses.consoleOwner,
    idpOwnerUrl: idp.addresses.idpOwner,
    env: { product },
  });
  faults = new ReplayFaults(stage.idp);
  await faults.open();
  for (const _place of places) {
    const party = await stage.party(rowsOfEach);
    replays.push({ party, id: await stage.begunAtFullPace(party) });
  }
  await stage.own.owner.query("UPDATE replays SET rate = 4");
  let at = Promise.resolve();
  dispatching = setInterval(() => {
    at = at.then(async () => {
      for (const { party } of replays) await stage.dispatch(party).catch(() => undefined);
    });
  }, 200);
});
afterAll(async () => {
  clearInterval(dispatching);
  await Promise.all(workers.map(kill));
  await stage?.close();
  await Promise.all([servers?.console.close(), servers?.idp.close()]);
});

function worker(...args: string[]): ChildProcess {
  const child = fork(path.resolve(import.meta.dirname, "../support/replay-child.ts"), args, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    env: { ...stage.own.env, NODE_ENV: "production" },
  });
  workers.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "exit");
  child.kill("SIGKILL");
  await closed;
}

async function putBack(): Promise<number[]> {
  const counted = await Promise.all(
    replays.map(({ id }) =>
      stage.own.owner.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM replay_rows r JOIN replays p USING (set_id)
          WHERE p.request_id = $1 AND r.enqueued_at IS NOT NULL`,
        [id],
      ),
    ),
  );
  return counted.map(({ rows }) => rows[0]?.n ?? 0);
}

/** Each replay puts more back than it had, all within the time. */
async function eachGoesOn(): Promise<void> {
  const before = await putBack();
  await expect
    .poll(async () => (await putBack().catch(() => before)).every((n, at) => n > (before[at] ?? 0)), {
      timeout: goesOnWithinMs,
      interval: 100,
    })
    .toBe(true);
}

describe("D-01: a worker's process that is killed", () => {
  it("at any place, while two others work: each replay goes on within 30 s", async () => {
    const doomed = replays.map(({ id }, at) => worker(places[at] ?? "", id));
    await Promise.all(doomed.map((child) => once(child, "message")));
    const survivors = [worker(), worker()];
    await Promise.all(survivors.map((child) => once(child, "spawn")));
    await Promise.all(doomed.map(kill));
    await eachGoesOn();
  }, 120_000);
});

describe("D-02: a server that is stopped at once", () => {
  it.each([1, 2, 3])("the console's: each replay goes on within 30 s (%i)", async () => {
    await servers.console.crash();
    await eachGoesOn();
  });

  it.each([1, 2, 3])("the IdP's: each replay goes on within 30 s (%i)", async () => {
    await servers.idp.crash();
    await eachGoesOn();
  });
});

it("after all of it nothing is lost, nothing was put back twice, and the record tells of as many", async () => {
  await stage.own.owner.query("UPDATE replays SET rate = 1000");
  await expect
    .poll(async () => (await Promise.all(replays.map(({ id }) => stage.replay(id)))).map(({ state }) => state), {
      timeout: goesOnWithinMs,
    })
    .toEqual(replays.map(() => "finished"));
  for (const { id, party } of replays) await checkHistory(stage, faults, id, [party]);
});
