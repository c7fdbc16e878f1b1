import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestClerk, type TestClerk } from "./clerk-harness";
import { CLERK_KEY, startTestHost, type TestHost } from "./render-harness";

type Health = {
  ok: boolean;
  commit: string | null;
  clerk: { reachable: boolean; sdkVersion: string; secretKeyFingerprint?: string };
  middleware: { ok: boolean; errorShare5m: number };
  sessionErrors5m: number;
  webhookReceiver?: { ok: boolean; lastEventAt: string };
};

let clerk: TestClerk;
let host: TestHost;
beforeEach(async () => {
  clerk = await startTestClerk("customers");
  host = await startTestHost(clerk.part.port);
});
afterEach(async () => {
  await host.close();
  await clerk.close();
});

const get = (path: string) => fetch(`${host.addresses.targetApps}/${path}`);
const health = async (app: string) => (await (await get(`${app}/api/clerk-health`)).json()) as Health;

test("each app tells its commit, its Clerk and its own state; older ones tell less", async () => {
  const accounts = await health("accounts");
  expect(accounts).toMatchObject({
    ok: true,
    commit: host.render.platform.commitOf("accounts"),
    clerk: { reachable: true, secretKeyFingerprint: expect.stringMatching(/^[0-9a-f]{8}$/) },
    middleware: { ok: true, errorShare5m: 0 },
    sessionErrors5m: 2,
    webhookReceiver: { ok: true, lastEventAt: expect.any(String) },
  });
  expect((await health("storefront")).webhookReceiver).toBeUndefined();
  expect((await health("support-desk")).clerk.secretKeyFingerprint).toBeUndefined();
  expect(JSON.stringify(accounts)).not.toContain(CLERK_KEY);
  expect((await get("nobody/api/clerk-health")).status).toBe(404);
});

test("an app that cannot reach its Clerk says so", async () => {
  clerk.kernel.faults.set("clerk-managed", { outage: true });
  expect(await health("accounts")).toMatchObject({ ok: false, clerk: { reachable: false } });
});

test("a middleware that fails a share of requests fails exactly that share, and health says it", async () => {
  const mend = host.targetApps.afflict("accounts", { middlewareErrorShare: 0.5 });
  const statuses = [];
  for (let visit = 0; visit < 4; visit += 1) statuses.push((await get("accounts")).status);
  expect(statuses).toEqual([200, 500, 200, 500]);
  expect(await health("accounts")).toMatchObject({ ok: false, middleware: { ok: false, errorShare5m: 0.5 } });
  expect((await health("storefront")).ok).toBe(true);
  mend();
  expect((await health("accounts")).ok).toBe(true);
});

test("an app is as good as its last deploy, and gone while it is suspended", async () => {
  const { platform } = host.render;
  const commit = { id: "b".repeat(40), message: "Oops", createdAt: Date.now(), flaw: { status: 500 } };
  const { id } = platform.deploy("accounts", { commit, secondsAgo: 300 });
  expect((await get("accounts/api/clerk-health")).status).toBe(500);
  platform.forget("accounts", id);
  expect((await get("accounts/api/clerk-health")).status).toBe(200);
  const resume = platform.suspend("accounts", "stuck_crashlooping");
  expect((await get("accounts")).status).toBe(503);
  resume();
  expect((await get("accounts")).status).toBe(200);
});

test("an app can be broken by itself, and leaves its own page in the journal", async () => {
  host.kernel.faults.set("target-apps/accounts", { malformed: "html" });
  expect((await get("accounts/api/clerk-health")).headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect((await health("storefront")).ok).toBe(true);
  expect(host.kernel.journal.entries({ neighbour: "target-apps/accounts" })).toHaveLength(1);
});
