import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createClock } from "../../sandbox/kernel/clock";
import { createAlarms } from "../../sandbox/render/jobs/alarms";
import { OWNER_ID } from "../../sandbox/render/seed/hosted-services";
import { startTestWorld, type TestWorld } from "./identity-provider-harness";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

type Job = { id: string; status: string | null; startedAt: string | null; finishedAt: string | null };
type Logs = { logs: { message: string; labels: { name: string; value: string }[] }[] };

let world: TestWorld;
let host: TestHost;
beforeAll(async () => {
  world = await startTestWorld();
});
beforeEach(async () => {
  host = await startTestHost();
  host.render.jobs.install("identity-provider", world.identityProvider.machine);
});
afterEach(() => host.close());
afterAll(() => world.close());

const IDP = serviceId("identity-provider");
const start = (startCommand: unknown, id = IDP) => host.act<Job>(`POST /services/${id}/jobs`, { startCommand });
const read = async (job: string, id = IDP) => (await host.ask<Job>(`/services/${id}/jobs/${job}`)).json;
const logs = async (id: string) =>
  (await host.ask<Logs>(`/logs?ownerId=${OWNER_ID}&resource=${id}&direction=forward&limit=100`)).json.logs;
const show = (id: string) => `bundle exec rails 'identity:show_canonical[${id}]'`;

/** Runs a command to its end. */
async function run(command: string, id = IDP): Promise<{ status: string | null; lines: string[] }> {
  const { json } = await start(command, id);
  host.kernel.clock.advance(3);
  await expect.poll(async () => (await read(json.id, id)).finishedAt).not.toBeNull();
  host.kernel.clock.advance(1);
  const { status } = await read(json.id, id);
  return { status, lines: (await logs(json.id)).map(({ message }) => message) };
}

describe("a one-off job", () => {
  test("has no status at first, then waits, runs and succeeds, and prints under its own id", async () => {
    const made = await start(show("12"));
    expect(made).toMatchObject({
      status: 201,
      json: { status: null, serviceId: IDP, startCommand: show("12"), startedAt: null, finishedAt: null },
    });
    const { id } = made.json;
    expect(id).toMatch(/^job-[0-9a-z]{20}$/);
    expect((await read(id)).status).toBe("pending");
    host.kernel.clock.advance(1);
    expect(await read(id)).toMatchObject({ status: "running", startedAt: expect.any(String) });
    host.kernel.clock.advance(2);
    await expect.poll(async () => (await read(id)).status).toBe("succeeded");
    host.kernel.clock.advance(1);
    const [first, ...printed] = await logs(id);
    expect(first?.message).toBe(`==> Running '${show("12")}'`);
    expect(printed.map(({ message }) => message)).toEqual([
      "user:canonical:token:12 => 12",
      "user:canonical:userinfo:12 => 12",
    ]);
    expect(first?.labels).toContainEqual({ name: "resource", value: id });
  });

  test("ends by itself while nobody touches the clock", async () => {
    const { json } = await start(show("12"));
    await expect.poll(async () => (await read(json.id)).status, { timeout: 20_000 }).toBe("succeeded");
  });

  test("begins in time by a clock that goes slower than the timers", async () => {
    const began = Date.now();
    const clock = { ...createClock(), now: () => began + (Date.now() - began) / 2 };
    const alarms = createAlarms(clock);
    const rangAt = await new Promise<number>((resolve) => alarms.at(began + 20, () => resolve(clock.now())));
    expect(rangAt).toBeGreaterThanOrEqual(began + 20);
    alarms.close();
  });

  test("is listed newest first, by status and time, and tells its service how it ended", async () => {
    await run(show("12"));
    await run("rails nonsense");
    const list = async (query = "") =>
      (await host.ask<{ job: Job; cursor: string }[]>(`/services/${IDP}/jobs${query}`)).json.map(({ job }) => job);
    expect((await list()).map(({ status }) => status)).toEqual(["failed", "succeeded"]);
    expect(await list("?status=failed")).toHaveLength(1);
    expect(await list("?createdAfter=2999-01-01T00:00:00Z")).toEqual([]);
    const events = await host.ask<{ event: { details: object } }[]>(`/services/${IDP}/events?type=job_run_ended`);
    expect(events.json.map(({ event }) => event.details)).toMatchObject([
      { status: "failed", reason: { nonZeroExit: 1 } },
      { status: "succeeded" },
    ]);
  });

  test("that is canceled in time does nothing; one that has ended cannot be", async () => {
    const { json } = await start("rails identity:purge_canonical_all");
    host.kernel.clock.advance(1);
    const cancel = () => host.act(`POST /services/${IDP}/jobs/${json.id}/cancel`);
    expect(await cancel()).toMatchObject({ status: 200, json: { status: "canceled", finishedAt: expect.any(String) } });
    expect((await cancel()).status).toBe(400);
    host.kernel.clock.advance(10);
    expect((await run(show("120"))).lines).toContain("user:canonical:token:120 => 120");
  });

  test.each([
    ["killed", "failed", "==> Exited with status 137", 1],
    ["killed_after", "failed", "==> Exited with status 137", 0],
    ["untold", null, undefined, 0],
  ])("may be %s", async (fate, status, last, left) => {
    const held = () =>
      world.database.owner
        .query("SELECT 1 FROM sandbox_vault.canonical_cache WHERE user_id = 1200 AND key LIKE '%token%'")
        .then(({ rows }) => rows.length);
    await world.database.owner.query(
      `INSERT INTO sandbox_vault.canonical_cache VALUES ('user:canonical:token:1200', 1200, 1200) ON CONFLICT DO NOTHING`,
    );
    await host.control("PUT /render/identity-provider/next-job", { fate });
    const { json } = await start("rails identity:purge_canonical[1200]");
    host.kernel.clock.advance(3);
    // The service's own view: what the API tells is what is in doubt.
    const known = () => host.render.platform.get("identity-provider").jobs[0]?.finishedAt;
    await expect.poll(known).toEqual(expect.any(Number));
    expect((await read(json.id)).status).toBe(status);
    expect(await held()).toBe(left);
    host.kernel.clock.advance(1);
    if (last) expect((await logs(json.id)).at(-1)?.message).toBe(last);
    else expect(await read(json.id)).toMatchObject({ startedAt: null, finishedAt: null });
  });

  test("may say nothing of what it did, or run until it is canceled", async () => {
    await host.control("PUT /render/identity-provider/next-job", { fate: "silent" });
    const quiet = await run(show("12"));
    expect([quiet.status, quiet.lines]).toEqual(["succeeded", [`==> Running '${show("12")}'`]]);
    await host.control("PUT /render/identity-provider/next-job", { fate: "stuck" });
    const { json } = await start(show("12"));
    host.kernel.clock.advance(600);
    expect((await read(json.id)).status).toBe("running");
    expect((await host.act(`POST /services/${IDP}/jobs/${json.id}/cancel`)).status).toBe(200);
    expect((await read(json.id)).status).toBe("canceled");
  });

  test("is refused without a command, while suspended, and for no service", async () => {
    for (const command of [undefined, "", 7]) expect((await start(command)).status).toBe(400);
    expect((await start("ls", "srv-nothing")).status).toBe(404);
    expect((await host.ask(`/services/${IDP}/jobs/job-nothing`)).status).toBe(404);
    await host.act(`POST /services/${IDP}/suspend`);
    expect((await start(show("12"))).status).toBe(400);
  });

  test("of one service is none of another's", async () => {
    const { json } = await start(show("12"));
    expect((await host.ask(`/services/${serviceId("accounts")}/jobs/${json.id}`)).status).toBe(404);
  });
});

describe("a command", () => {
  test.each([
    ["bin/rails", "bin/rails 'identity:show_canonical[12]'"],
    [
      "the playbook's",
      "/opt/render/project/.gems/bin/bundle exec rails 'identity:show_canonical[12]' RAILS_ENV=production",
    ],
    ["rake in double quotes", 'RAILS_ENV=production bundle exec rake "identity:show_canonical[12]"'],
  ])("is understood as %s", async (_, command) => {
    expect((await run(command)).status).toBe("succeeded");
  });

  test.each([
    ["a program that is not there", "rm -rf /", "command not found", 127],
    ["an unknown task", "bin/rails 'webhooks:explode[1]'", "Don't know how to build task", 1],
    ["too few arguments", "bin/rails 'webhooks:compromise[1]'", "ArgumentError", 1],
    ["no id", "bin/rails 'identity:show_canonical[12 OR 1=1]'", "RecordNotFound", 1],
    ["a second command", "bin/rails identity:purge_canonical_all; ls", "syntax error", 2],
    ["a substitution", "bin/rails 'identity:show_canonical['$(id -u)']'", "syntax error", 2],
    ["a second line", "bin/rails --tasks\nls", "syntax error", 2],
    ["a quote that never ends", "bin/rails 'identity:show_canonical[12]", "syntax error", 2],
    ["two tasks", "bin/rails identity:purge_canonical_all 'identity:show_canonical[12]'", "Don't know how", 1],
    ["what bundler does not know", "bundle exec puma", "bundler: command not found", 127],
  ])("is refused with %s, and says why", async (_, command, sentence, code) => {
    const { status, lines } = await run(command);
    expect(status).toBe("failed");
    expect(lines.join("\n")).toContain(sentence);
    expect(lines.at(-1)).toBe(`==> Exited with status ${code}`);
  });

  test("of the identity provider is not there on another service", async () => {
    const { lines } = await run(show("12"), serviceId("accounts"));
    expect(lines.join("\n")).toContain("bundle: command not found");
  });

  test("lists the tasks that there are", async () => {
    expect((await run("bin/rails --tasks")).lines).toEqual(
      expect.arrayContaining(["rails webhooks:compromise[app_id,kid]", "rails people:upsert_from_clerk[clerk_id,...]"]),
    );
  });
});
