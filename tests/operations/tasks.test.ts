import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { performRoutine } from "@/lib/operations/perform/routine";
import { runTask } from "@/lib/operations/tasks/run-task";
import type { StoredRequest } from "@/lib/requests/shapes";
import { codeOf, must, newRef } from "../support/acts";
import { type Child, startChild } from "../support/children";
import { control } from "../support/control";
import { hold, isWaiting } from "../support/databases";
import { hostControl } from "../support/host";
import { TaskStage } from "../support/task-stage";
import { anybody, jobsOf, purgeCommand } from "../support/tasks";

let tasks: TaskStage;
const children: Child[] = [];
beforeAll(async () => {
  tasks = await TaskStage.open();
});
beforeEach(() => tasks.begin());
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await tasks.calm();
});
afterAll(() => tasks.close());

const purge = (user: string) => tasks.run("identity.purge-cache", { user });

const clock = /^\d\d:\d\d:\d\d$/;

/** When the host last heard that a job shall start. */
const newestCall = async (): Promise<string | undefined> =>
  (await control.journal({ neighbour: "render" })).findLast(
    ({ method, path }) => method === "POST" && path.endsWith("/jobs"),
  )?.at;

describe("identity.purge-cache", () => {
  it("empties the entry of exactly one person, and succeeds once the job's own log shows it", async () => {
    const user = anybody();
    const left = await tasks.cached(user, `${user}0`);
    const { id, code } = await purge(user);
    expect(code).toBe("ok");
    expect(await tasks.card(id)).toMatchObject({ state: "running" });
    await tasks.followed();
    const values = {
      started: expect.stringMatching(clock),
      verified: expect.stringMatching(clock),
      seconds: expect.any(Number),
    };
    const outcome = { summary: { key: "tasks.provedIn", values } };
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded", outcome });
    expect(await left()).toEqual([`${user}0`]);
    expect(await tasks.jobs(purgeCommand(user))).toHaveLength(1);
  });

  it("says so where the identity provider has no such user now", async () => {
    expect(await tasks.preview("identity.purge-cache", { user: anybody() })).toBe("ok");
  });

  it("whose job fails there is failed, and somebody is told", async () => {
    await tasks.fate("killed");
    const { id } = await purge(anybody());
    await tasks.followed();
    expect(await tasks.card(id)).toMatchObject({ state: "failed", failureCode: "task_failed" });
    expect(await tasks.query("SELECT urgency FROM notices WHERE dedup_key = $1", [`task.failed/${id}`])).toEqual([
      { urgency: "tell" },
    ]);
  });

  it("whose job succeeds and shows nothing of it is failed, but not before its log had time to come", async () => {
    await tasks.fate("silent");
    const { id } = await purge(anybody());
    await tasks.followed();
    expect(await tasks.stateOf(id)).toBe("succeeded");
    expect(await tasks.card(id)).toMatchObject({ state: "running" });
    await tasks.aged(id, "40 seconds");
    await tasks.pass();
    expect(await tasks.card(id)).toMatchObject({ state: "failed", failureCode: "task_not_proved" });
  });

  it("whose proof can't be read waits for it, and is neither succeeded nor failed", async () => {
    const { id } = await purge(anybody());
    await tasks.pass();
    await control.setFault("render/logs", { rateLimit: true });
    await tasks.jobsEnded();
    await tasks.pass();
    await tasks.aged(id, "40 seconds");
    await tasks.pass();
    expect(await tasks.stateOf(id)).toBe("succeeded");
    await control.clearFaults();
    await tasks.pass();
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded" });
  });

  it("whose answer is lost after it happened is unknown, is found by looking, and is one job at the host", async () => {
    const user = anybody();
    await control.setFault("render/run-job", { answerLost: true });
    const { id, code } = await purge(user);
    expect(code).toBe("outcome_unknown");
    expect(await tasks.card(id)).toMatchObject({ state: "unknown" });
    await control.clearFaults();
    expect(await tasks.preview("identity.purge-cache", { user })).toBe("task_under_way");
    expect(await tasks.reconcile(id)).toBe("outcome_unknown");
    expect(await tasks.stateOf(id)).toBe("accepted");
    await tasks.followed();
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded" });
    expect(await tasks.jobs(purgeCommand(user))).toHaveLength(1);
  });

  it("whose answer is lost and whose job has ended meanwhile is proved by looking once", async () => {
    await control.setFault("render/run-job", { answerLost: true });
    const { id } = await purge(anybody());
    await control.clearFaults();
    await tasks.jobsEnded();
    expect(await tasks.reconcile(id)).toBe("ok");
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded" });
  });

  it("whose answer is lost and that never happened is failed once the host had time to list it", async () => {
    const user = anybody();
    const before = await newestCall();
    await control.setFault("render/run-job", { hang: true });
    const request = await tasks.ready("identity.purge-cache", { user });
    const confirming = tasks.stage.confirm(request);
    await expect.poll(() => tasks.stateOf(request.id), { timeout: 20_000 }).toBe("asked");
    await expect.poll(newestCall, { timeout: 20_000 }).not.toBe(before);
    await control.clearFaults();
    expect(codeOf(await confirming)).toBe("outcome_unknown");
    expect(await tasks.reconcile(request.id)).toBe("outcome_unknown");
    await tasks.aged(request.id, "2 minutes");
    expect(await tasks.reconcile(request.id)).toBe("ok");
    expect(await tasks.card(request.id)).toMatchObject({ state: "failed" });
    expect(await tasks.jobs(purgeCommand(user))).toEqual([]);
    expect(await tasks.preview("identity.purge-cache", { user })).toBe("ok");
  });

  it("whose end the host never tells is unknown after an hour, and what it printed decides then", async () => {
    await tasks.fate("untold");
    const { id } = await purge(anybody());
    await tasks.followed();
    expect(await tasks.card(id)).toMatchObject({ state: "running" });
    await tasks.aged(id, "2 hours");
    await tasks.pass();
    expect(await tasks.card(id)).toMatchObject({ state: "unknown" });
    expect(await tasks.reconcile(id)).toBe("ok");
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded" });
  });

  it("that the host has no budget for is refused with the pause, and nothing is left behind", async () => {
    const user = anybody();
    const request = await tasks.ready("identity.purge-cache", { user });
    await control.setFault("render/run-job", { rateLimit: true });
    const done = await tasks.stage.confirm(request);
    expect(done).toMatchObject({ ok: false, refusal: { code: "host_rate_limited" } });
    expect(done.ok || Number(done.refusal.facts?.retryAfterSeconds)).toBeGreaterThan(0);
    expect(await tasks.stateOf(request.id)).toBe("refused");
    expect(await tasks.jobs(purgeCommand(user))).toEqual([]);
  });

  it("is refused by a key that was rotated, told as ours", async () => {
    const request = await tasks.ready("identity.purge-cache", { user: anybody() });
    await hostControl("PUT /render/api-key");
    expect(codeOf(await tasks.stage.confirm(request))).toBe("host_credential_refused");
  });

  it("of two who confirm at once, one starts a job, and the other is told that it runs", async () => {
    const user = anybody();
    const requests = [
      await tasks.ready("identity.purge-cache", { user }),
      await tasks.ready("identity.purge-cache", { user }),
    ];
    const codes = await Promise.all(requests.map(async (request) => codeOf(await tasks.stage.confirm(request))));
    expect(codes.toSorted()).toEqual(["ok", "task_under_way"]);
    expect(await tasks.jobs(purgeCommand(user))).toHaveLength(1);
    await tasks.followed();
  });

  it("that runs is started by nobody else, whatever they were shown", async () => {
    const user = anybody();
    await purge(user);
    const request = { id: crypto.randomUUID(), operation: "identity.purge-cache" } as StoredRequest;
    const shown = { app: "app-provider", serviceId: tasks.serviceId, task: "identity:purge_canonical", given: [user] };
    expect(codeOf(await runTask({ request }, shown))).toBe("task_under_way");
    expect(await tasks.jobs(purgeCommand(user))).toHaveLength(1);
    await tasks.followed();
  });

  it("runs what the catalogue makes of its arguments, and nothing where that is no command", async () => {
    const request = { id: crypto.randomUUID(), operation: "identity.purge-cache" } as StoredRequest;
    const forged = { app: "app-provider", serviceId: tasks.serviceId, task: "identity:purge_canonical" };
    const before = (await jobsOf(tasks.serviceId)).length;
    for (const given of [["1]'; reboot #"], ["1", "2"], []])
      expect(codeOf(await runTask({ request }, { ...forged, given }))).toBe("invalid_input");
    expect([await tasks.stateOf(request.id), (await jobsOf(tasks.serviceId)).length]).toEqual([undefined, before]);
  });

  it("killed once its job was started is unknown, and its job is found and not started again", async () => {
    const { cast } = tasks.stage;
    const user = anybody();
    const request = await tasks.ready("identity.purge-cache", { user });
    const args = [await cast.people.responder.token(), request.id, request.nonce, newRef()];
    const held = await hold(cast.own.owner, "LOCK TABLE pgboss.job IN EXCLUSIVE MODE");
    const waits = () => isWaiting(cast.own.owner, "sallyport-console");
    try {
      const child = startChild("tests/support/confirm-child.ts", args, cast.own.env);
      children.push(child);
      await expect.poll(waits, { interval: 20, timeout: 30_000 }).toBe(true);
      await child.kill();
    } finally {
      await held.release();
    }
    await expect.poll(waits, { timeout: 10_000 }).toBe(false);
    await tasks.query("UPDATE action_requests SET started_at = started_at - interval '61 seconds' WHERE id = $1", [
      request.id,
    ]);
    must(await performRoutine(cast.worker, newRef(), { operation: "request.sweep", input: {} }));
    expect(await tasks.card(request.id)).toMatchObject({ state: "unknown" });
    await tasks.jobsEnded();
    expect(await tasks.reconcile(request.id)).toBe("ok");
    expect(await tasks.card(request.id)).toMatchObject({ state: "succeeded" });
    expect(await tasks.jobs(purgeCommand(user))).toHaveLength(1);
  });
});

describe("task.follow", () => {
  it("gives up in time what the host has forgotten, so that it stands in nobody's way", async () => {
    const user = anybody();
    const { id } = await purge(user);
    await tasks.query("UPDATE task_follows SET job_id = 'job-forgotten' WHERE request_id = $1", [id]);
    await tasks.pass();
    expect(await tasks.stateOf(id)).toBe("accepted");
    await tasks.aged(id, "2 hours");
    await tasks.pass();
    expect(await tasks.card(id)).toMatchObject({ state: "unknown" });
    expect(await tasks.preview("identity.purge-cache", { user })).toBe("ok");
  });

  it("keeps what it follows while the host can't be asked, and its request is not taken for lost", async () => {
    const { id } = await purge(anybody());
    await tasks.query("UPDATE action_requests SET started_at = now() - interval '10 minutes' WHERE id = $1", [id]);
    await control.setFault("render", { outage: true });
    await tasks.pass();
    must(await performRoutine(tasks.stage.cast.worker, newRef(), { operation: "request.sweep", input: {} }));
    expect(await tasks.card(id)).toMatchObject({ state: "running" });
    await control.clearFaults();
    await tasks.followed();
    expect(await tasks.card(id)).toMatchObject({ state: "succeeded" });
  });
});
