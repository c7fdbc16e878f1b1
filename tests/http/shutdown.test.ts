import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { act } from "../support/actions";
import { bearing, heldToken } from "../support/api-tokens";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { healthyAgain, listDead } from "../support/dead-letters";
import { personIdOf } from "../support/enrolments";
import { type Answer, ask } from "../support/http";
import { typescript } from "../support/own-console";
import { ReplayStage } from "../support/replay-stage";
import { consoleRows } from "../support/rows";
import { startWebProcess, type WebProcess } from "../support/web-process";
import { world } from "../support/world";

/** What a host such as Render gives a process between SIGTERM and SIGKILL is 30 s; five of them are kept for the host itself. */
const limitMs = 25_000;
const mina = playedBy.responder;
let token = "";
let dead: string[] = [];

beforeAll(async () => {
  await calm();
  token = (await heldToken(consoleRows, await personIdOf(consoleRows, mina), { scope: "operate" })).token;
  dead = (await listDead(healthyAgain.id, 20)).map(({ id }) => id);
});
afterEach(async () => {
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE session_id LIKE 'token\\_%' AND state IN ('draft', 'awaiting_approval', 'ready')",
  );
});

const call = (port: number, method: string, path: string, body?: object): Promise<Answer> =>
  ask({
    method,
    path,
    port,
    headers: { ...bearing(token), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });

async function asked(port: number): Promise<string> {
  const input = { id: dead.pop() ?? "" };
  const answer = await call(port, "POST", "/api/v1/action_requests", {
    operation: "delivery.retry",
    input,
    reason: "It ends well.",
  });
  expect([answer.status, answer.json().code]).toEqual([201, undefined]);
  return String(answer.json().id);
}

async function proved(port: number): Promise<{ id: string; nonce: string }> {
  const id = await asked(port);
  expect(await act("prove", [{ id }], { cookies: await cookiesFor(mina, { fva: [30, 0] }) })).toMatchObject({
    ok: true,
  });
  const nonce = String((await call(port, "GET", `/api/v1/action_requests/${id}`)).json().action_request_nonce);
  return { id, nonce };
}

/** Whether somebody who comes now is turned away at the door. */
const isClosed = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(false)).once("error", () => resolve(true));
    socket.once("connect", () => socket.destroy());
  });

/** A request of which all has been sent but the last half of its body. */
function begun(port: number, path: string, body: object): { finish(): Promise<[number | undefined, unknown]> } {
  const text = JSON.stringify(body);
  const { host } = new URL(world().consoleUrl);
  const headers = { host, ...bearing(token), "content-type": "application/json", "content-length": text.length };
  const sent = request({ hostname: "127.0.0.1", port, method: "POST", path, headers, agent: false });
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  sent.write(text.slice(0, 20));
  return {
    async finish() {
      sent.end(text.slice(20));
      const [answer] = await answered;
      return [answer.statusCode, await json(answer)];
    },
  };
}

async function timed<T>(work: Promise<T>): Promise<{ ended: T; ms: number }> {
  const began = performance.now();
  return { ended: await work, ms: performance.now() - began };
}

describe("a console that is asked to end", () => {
  const webs: WebProcess[] = [];
  afterAll(() => Promise.all(webs.map((web) => web.stop())));

  it("finishes the act that is under way, answers whoever only waits, takes nobody new, and ends well", async () => {
    const web = await startWebProcess();
    webs.push(web);
    const { id, nonce } = await proved(web.port);
    const open = await asked(web.port);
    const waiting = call(web.port, "GET", `/api/v1/action_requests/${open}?wait=30`);
    const confirming = begun(web.port, `/api/v1/action_requests/${id}/confirm`, { action_request_nonce: nonce });
    await call(web.port, "GET", "/api/health/live"); // What came before this has arrived.
    const ending = timed(web.end());
    await expect.poll(() => isClosed(web.port), { interval: 20 }).toBe(true);
    expect((await waiting).json()).toMatchObject({ id: open, state: "draft" });
    expect(await confirming.finish()).toEqual([202, { id, state: "succeeded" }]);
    const { ended, ms } = await ending;
    expect(ended).toBe(0);
    expect(ms).toBeLessThan(limitMs);
  });
});

describe("a worker that is asked to end", () => {
  let stage: ReplayStage;
  const workers: ChildProcess[] = [];
  let held: { web: WebProcess; half: Socket; ending: Promise<{ ended: number | null; ms: number }> };

  beforeAll(async () => {
    stage = await ReplayStage.open();
    const web = await startWebProcess(stage.own.env);
    // Somebody who begins a request and never ends it: meanwhile the worker's tests run.
    const half = connect(web.port, "127.0.0.1");
    half.on("error", () => undefined);
    await once(half, "connect");
    half.write("GET /api/health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1");
    await ask({ path: "/api/health/live", port: web.port }); // What came before this has been read.
    held = { web, half, ending: timed(web.end()) };
  });
  afterAll(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    held.half.destroy();
    await stage.close();
  });

  function startWorker(): ChildProcess {
    const [node, script] = typescript("worker.ts");
    const worker = spawn(node, script, { env: { ...stage.own.env, NODE_ENV: "production" }, stdio: "ignore" });
    workers.push(worker);
    return worker;
  }

  async function count(sql: string): Promise<number> {
    const { rows } = await stage.own.owner.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`);
    return rows[0]?.count ?? 0;
  }
  const chunks = (): Promise<number> => count("replay_chunks");
  const goesOn = (from: number) => expect.poll(chunks, { timeout: 60_000, interval: 50 }).toBeGreaterThan(from);

  it("closes the chunk that it has open, gives its lease back, and another one goes on at once", async () => {
    const party = await stage.party(400);
    const id = await stage.begunAtFullPace(party);
    await stage.own.owner.query("UPDATE replays SET rate = 6 WHERE request_id = $1", [id]);
    const first = startWorker();
    const exit = once(first, "exit");
    await goesOn(0);
    first.kill("SIGTERM");
    const { ended, ms } = await timed(exit);
    expect(ended).toEqual([0, null]);
    expect(ms).toBeLessThan(limitMs);
    expect(await count("replay_chunks WHERE settled_at IS NULL")).toBe(0);
    expect(await count("replays WHERE lease_holder IS NOT NULL")).toBe(0);
    expect(await count("pgboss.job WHERE state = 'active'")).toBe(0);
    expect(await stage.replay(id)).toMatchObject({ state: "running", final_at: null });
    const done = await chunks();
    startWorker();
    await goesOn(done);
  });

  it("and what hangs in a console is cut off in time, and not called a good end", async () => {
    const { ended, ms } = await held.ending;
    expect(ended).toBe(1);
    expect(ms).toBeLessThan(limitMs);
  });
});
