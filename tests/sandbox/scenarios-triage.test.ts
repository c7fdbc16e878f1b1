import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { serviceId } from "./render-harness";
import { RENDER_KEY, type ScenarioWorld, startScenarioWorld } from "./scenario-harness";

type Health = { ok: boolean; commit: string; middleware: { ok: boolean }; sessionErrors5m: number };

let world: ScenarioWorld;
let scenarios: ScenarioWorld["kernel"]["scenarios"];

beforeAll(async () => {
  world = await startScenarioWorld();
  scenarios = world.kernel.scenarios;
});
afterEach(() => scenarios.start("healthy"));
afterAll(() => world.close());

const up = async () => (await fetch(`${world.addresses.identityProvider}/up`)).status;
const jwks = async () => (await fetch(`${world.addresses.identityProvider}/.well-known/jwks.json`)).status;
const indicator = async () => {
  const page = await fetch(`${world.addresses.clerkStatus}/api/v2/status.json`);
  return ((await page.json()) as { status: { indicator: string } }).status.indicator;
};
const health = async (app: string) =>
  (await (await fetch(`${world.addresses.targetApps}/${app}/api/clerk-health`)).json()) as Health;
const render = async <T>(path: string) => {
  const answer = await fetch(`${world.addresses.render}${path}`, {
    headers: { authorization: `Bearer ${RENDER_KEY}` },
  });
  return (await answer.json()) as T;
};
const token = async () => {
  const form = { grant_type: "client_credentials", client_id: "sallyport-probe", client_secret: "sandbox-only" };
  const body = new URLSearchParams(form);
  return (await fetch(`${world.addresses.identityProvider}/oauth/token`, { method: "POST", body })).status;
};
const rows = async <T>(sql: string) => (await world.database.owner.query(sql)).rows as T[];

test("every scenario that triage must know is there, and says in its title what goes wrong", () => {
  const names = scenarios.list().map(({ name }) => name);
  expect(names).toEqual([
    "healthy",
    "clerk-outage",
    "clerk-rate-limit-storm",
    "secret-key-leak",
    "middleware-failure",
    "session-logout-storm",
    "webhook-backlog",
    "user-sync-lag",
    "bad-deploy",
    "latency-degradation",
    "jwks-outage",
    "kid-mismatch",
    "relying-party-outage",
    "idempotency-conflicts",
    "signing-key-leak",
    "merge-race",
    "identity-database-down",
    "render-api-down",
    "config-error",
  ]);
  for (const { title } of scenarios.list()) expect(title.length).toBeGreaterThan(10);
});

test("clerk-outage: both instances are gone, the apps notice, and the page admits it a minute and a half later", async () => {
  await scenarios.start("clerk-outage");
  expect(world.kernel.faults.all()).toEqual({ "clerk-console": { outage: true }, "clerk-managed": { outage: true } });
  await expect(world.askClerk("/jwks")).rejects.toThrow("fetch failed");
  await expect.poll(() => health("accounts"), { timeout: 5_000 }).toMatchObject({ clerk: { reachable: false } });
  expect(await indicator()).toBe("none");
  world.kernel.clock.advance(90);
  expect(await indicator()).toBe("critical");
  await scenarios.stop("clerk-outage");
  expect([await indicator(), (await world.askClerk("/jwks")).status]).toEqual(["none", 200]);
});

test("clerk-rate-limit-storm: 429 with its seconds, but for the key set, and a page that knows nothing", async () => {
  await scenarios.start("clerk-rate-limit-storm");
  const limited = await world.askClerk("/users?limit=1");
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "10"]);
  expect((await world.askClerk("/jwks")).status).toBe(200);
  expect(await indicator()).toBe("none");
});

test("config-error: our key answers 401 until it is put back, and everybody else is well", async () => {
  await scenarios.start("config-error");
  expect((await world.askClerk("/users?limit=1")).status).toBe(401);
  await expect.poll(() => health("accounts"), { timeout: 5_000 }).toMatchObject({ ok: true });
  await scenarios.stop("config-error");
  expect((await world.askClerk("/users?limit=1")).status).toBe(200);
});

test("secret-key-leak: a stranger uses the key, a scanner reports its fingerprint, and takes it back", async () => {
  await scenarios.start("secret-key-leak");
  const [stranger] = world.kernel.journal.entries({ neighbour: "clerk-managed/backend" }).slice(-1);
  expect(stranger?.headers["user-agent"]).toMatch(/^python-requests/);
  await expect.poll(() => world.signals.at(-1)).toMatchObject({ kind: "leaked_key", state: "raised" });
  const { subject, reference } = world.signals.at(-1) ?? {};
  expect(subject).toMatch(/^clerk_secret_key:[0-9a-f]{8}$/);
  await scenarios.stop("secret-key-leak");
  expect(world.signals.at(-1)).toMatchObject({ state: "cleared", subject, reference });
});

test("signing-key-leak: a forged webhook is taken for genuine, and a scanner reports the kid", async () => {
  await scenarios.start("signing-key-leak");
  const [forged] = world.kernel.journal.entries({ neighbour: "relying-parties/eb" }).slice(-1);
  expect(forged).toMatchObject({ status: 200, body: expect.stringContaining("stranger@evil.example") });
  const stored = `SELECT 1 FROM webhook_outbox_entries WHERE idempotency_key = '${forged?.headers["webhook-id"]}'`;
  expect(await rows(stored)).toEqual([]);
  await expect.poll(() => world.signals.at(-1)).toMatchObject({ state: "raised", subject: "whk-eb-3" });
});

test("middleware-failure: an app fails many requests and says so, while its Clerk is well", async () => {
  await expect.poll(() => health("accounts"), { timeout: 5_000 }).toMatchObject({ ok: true });
  await scenarios.start("middleware-failure");
  const statuses = await Promise.all(Array.from({ length: 12 }, () => fetch(`${world.addresses.targetApps}/accounts`)));
  expect(statuses.filter(({ status }) => status === 500).length).toBeGreaterThanOrEqual(4);
  expect(await health("accounts")).toMatchObject({ ok: false, clerk: { reachable: true }, middleware: { ok: false } });
  await scenarios.stop("middleware-failure");
  expect((await health("accounts")).ok).toBe(true);
});

test("session-logout-storm: three of four sessions end, apps send people back to sign in, and all of it comes back", async () => {
  const sessions = () => [...world.clerkManaged.instance.store.sessions.values()].map((session) => ({ ...session }));
  const active = () => sessions().filter(({ status }) => status === "active").length;
  const before = sessions();
  await scenarios.start("session-logout-storm");
  expect(active() / before.length).toBeCloseTo(0.25, 1);
  expect((await health("accounts")).sessionErrors5m).toBeGreaterThan(100);
  await scenarios.stop("session-logout-storm");
  expect(sessions()).toEqual(before);
  expect((await health("accounts")).sessionErrors5m).toBeLessThan(10);
});

test("user-sync-lag: Clerk knows people for many minutes whom the identity provider has never heard of", async () => {
  const newest = async () =>
    (await (await world.askClerk("/users?limit=20")).json()) as { id: string; created_at: number }[];
  const before = await newest();
  await scenarios.start("user-sync-lag");
  const missing = (await newest()).filter(({ id }) => !before.some((known) => known.id === id));
  expect(missing).toHaveLength(12);
  expect(Date.now() - (missing.at(-1)?.created_at ?? 0)).toBeGreaterThan(15 * 60_000);
  const ids = missing.map(({ id }) => `'${id}'`).join(", ");
  expect(await rows(`SELECT 1 FROM users WHERE clerk_id IN (${ids})`)).toEqual([]);
  await scenarios.stop("user-sync-lag");
  expect(await newest()).toEqual(before);
});

test("bad-deploy: /up and tokens fail since a deploy that went live a moment ago, and that deploy is gone afterwards", async () => {
  const deploys = () => render<{ deploy: { status: string } }[]>(`/services/${serviceId("identity-provider")}/deploys`);
  const before = await deploys();
  await scenarios.start("bad-deploy");
  expect([await up(), await token(), await jwks()]).toEqual([500, 500, 200]);
  const [newest, replaced] = await deploys();
  expect([newest?.deploy.status, replaced?.deploy.status]).toEqual(["live", "deactivated"]);
  await scenarios.stop("bad-deploy");
  expect([await up(), await token()]).toEqual([200, 200]);
  expect(await deploys()).toEqual(before);
});

test("bad-deploy: a rollback heals it; the bad commit comes back unless auto-deploy is paused; stopping undoes all of it", async () => {
  const id = serviceId("identity-provider");
  const deploys = () =>
    render<{ deploy: { id: string; trigger: string; status: string } }[]>(`/services/${id}/deploys`);
  const act = (method: string, path: string, body: unknown) =>
    fetch(`${world.addresses.render}/services/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${RENDER_KEY}` },
      body: JSON.stringify(body),
    });
  const before = [await deploys(), await render(`/services/${id}`)];
  for (const autoDeploy of ["yes", "no"]) {
    await scenarios.start("bad-deploy");
    const green = (await deploys()).find(({ deploy }) => deploy.status === "deactivated")?.deploy.id;
    expect((await act("PATCH", "", { autoDeploy })).status).toBe(200);
    expect((await act("POST", "/rollback", { deployId: green })).status).toBe(201);
    expect(await up()).toBe(500);
    world.kernel.clock.advance(30);
    expect([await up(), await token()]).toEqual([200, 200]);
    world.kernel.clock.advance(240 + 75);
    expect(await up()).toBe(autoDeploy === "yes" ? 500 : 200);
    expect((await deploys())[0]?.deploy.trigger).toBe(autoDeploy === "yes" ? "new_commit" : "rollback");
    await scenarios.stop("bad-deploy");
    expect([await deploys(), await render(`/services/${id}`)]).toEqual(before);
    expect(await up()).toBe(200);
  }
});

test("bad-deploy: goes live whatever else is being deployed, and that goes on afterwards", async () => {
  const { platform } = world.render;
  const { id } = platform.deploy("identity-provider", { commit: null });
  await scenarios.start("bad-deploy");
  expect(await up()).toBe(500);
  await scenarios.stop("bad-deploy");
  const under = platform.get("identity-provider").deploys.at(-1);
  expect([under?.id, await up()]).toEqual([id, 200]);
  platform.forget("identity-provider", id);
});

test("latency-degradation: every answer is right and takes more than two seconds, and metrics say since when", async () => {
  await scenarios.start("latency-degradation");
  const startedAt = performance.now();
  expect(await up()).toBe(200);
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(2_000);
  expect(tookMs).toBeLessThan(5_000);
  const path = `/metrics/http-latency?resource=${serviceId("identity-provider")}&quantile=0.95`;
  const [p95] = await render<{ values: { value: number }[] }[]>(path);
  const lastTen = p95?.values.slice(-10).map(({ value }) => value) ?? [];
  expect(Math.min(...lastTen)).toBeGreaterThan(2_000);
  expect(p95?.values[0]?.value).toBeLessThan(500);
});

test("jwks-outage: the key set is gone and tokens are issued all the same", async () => {
  await scenarios.start("jwks-outage");
  expect([await up(), await token(), await jwks()]).toEqual([200, 200, 503]);
  await scenarios.stop("jwks-outage");
  expect(await jwks()).toBe(200);
});

test("merge-race: people point at each other or have two canonical users, until everything is as it was", async () => {
  const cycles = `SELECT count(*)::int AS n FROM users a JOIN users b ON b.id = a.canonical_user_id AND b.canonical_user_id = a.id`;
  const doubles = `SELECT count(*)::int AS n FROM (SELECT FROM identity_links WHERE state = 'confirmed'
    GROUP BY source_user_id HAVING count(DISTINCT canonical_user_id) > 1) AS torn`;
  const counts = async () =>
    [...(await rows<{ n: number }>(cycles)), ...(await rows<{ n: number }>(doubles))].map(({ n }) => n);
  const state = async () =>
    rows(`SELECT (SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM users u) AS users,
      (SELECT count(*) FROM identity_links) AS links, (SELECT count(*) FROM identity_link_mirrors) AS mirrors`);
  const before = await state();
  expect(await counts()).toEqual([0, 0]);
  await scenarios.start("merge-race");
  expect(await counts()).toEqual([4, 2]);
  await scenarios.stop("merge-race");
  expect(await state()).toEqual(before);
});

test("identity-database-down: no token is issued, and the rest of the app goes on", async () => {
  await scenarios.start("identity-database-down");
  expect([await up(), await token()]).toEqual([200, 500]);
  await expect(world.database.as("sallyport_read").query("SELECT 1")).rejects.toThrow(/permission denied/);
});

test("render-api-down: only the host's API is gone", async () => {
  await scenarios.start("render-api-down");
  await expect(render("/services")).rejects.toThrow("fetch failed");
  expect([await up(), (await health("accounts")).ok]).toEqual([200, true]);
});

test("two at once are both there, and each ends by itself", async () => {
  await scenarios.start("webhook-backlog");
  await scenarios.start("relying-party-outage");
  await scenarios.start("jwks-outage");
  await scenarios.stop("webhook-backlog");
  expect(world.kernel.faults.all()).toEqual({
    "relying-parties/podo-games": { status: 500 },
    "identity-provider/jwks": { status: 503 },
  });
});
