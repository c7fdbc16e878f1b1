import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEPLOY_MS, type Outcome } from "../../sandbox/render/deploy";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

type Deploy = { id: string; status: string; trigger: string; finishedAt: string | null; commit: { id: string } | null };
type Listed = { deploy: Deploy; cursor: string }[];
type Service = { name: string; suspended: string; suspenders: string[]; ownerId: string; status?: string };

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const IDP = serviceId("identity-provider");
const SUPPORT = serviceId("support-desk");
const deploys = async (id: string, query = "") => (await host.ask<Listed>(`/services/${id}/deploys${query}`)).json;
const newest = async (id: string) => (await deploys(id, "?limit=1"))[0]?.deploy;
const pushed = (outcome?: Outcome) => host.render.platform.deploy("support-desk", { commit: null, outcome });

describe("the API", () => {
  test("lets the key in and nobody else, in its own words and type", async () => {
    const known = await host.ask("/services");
    expect([known.status, known.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
    expect(await host.ask("/services", "rnd_wrong")).toMatchObject({ status: 401, json: { message: "unauthorized" } });
    expect((await host.ask("/services", null)).status).toBe(401);
    expect(await host.ask("/services/srv-nothing")).toMatchObject({
      status: 404,
      json: { message: "not found: srv-nothing" },
    });
  });

  test("says in every answer how many requests are left, and for how many seconds", async () => {
    const rate = ({ headers }: { headers: Headers }) =>
      ["limit", "remaining", "reset"].map((name) => Number(headers.get(`ratelimit-${name}`)));
    const [limit, remaining, reset] = rate(await host.ask("/services"));
    expect([limit, remaining]).toEqual([400, 399]);
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60);
    expect(rate(await host.ask("/services/srv-nothing"))[1]).toBe(398);
    expect(rate(await host.ask("/logs"))[0]).toBe(30);
    expect((await host.ask("/services")).headers.get("render-request-id")).toMatch(/^[\w-]{36}$/);
  });

  test("limits with 429, a sentence and nothing left, and never says Retry-After", async () => {
    host.kernel.faults.set("render", { rateLimit: true });
    const limited = await host.ask("/services");
    expect(limited).toMatchObject({ status: 429, json: { message: "rate limit exceeded" } });
    expect([limited.headers.get("ratelimit-remaining"), limited.headers.get("retry-after")]).toEqual(["0", null]);
  });

  test("can lose its metrics and its logs alone", async () => {
    host.kernel.faults.set("render/metrics", { status: 500 });
    expect((await host.ask(`/metrics/cpu?resource=${IDP}`)).status).toBe(500);
    expect((await host.ask(`/services/${IDP}`)).status).toBe(200);
  });
});

describe("services", () => {
  test("are listed beside their cursors, page by page", async () => {
    const names: string[] = [];
    for (let cursor = ""; ; ) {
      const { json } = await host.ask<{ service: Service; cursor: string }[]>(`/services?limit=4${cursor}`);
      names.push(...json.map(({ service }) => service.name));
      if (json.length < 4) break;
      cursor = `&cursor=${json.at(-1)?.cursor}`;
    }
    expect(names).toEqual([
      "Identity provider",
      "Accounts",
      "Storefront",
      "Support desk",
      "Identity provider jobs",
      "Storefront preview",
    ]);
    expect((await host.ask("/services?limit=101")).status).toBe(400);
    expect((await host.ask("/services?cursor=made-up")).status).toBe(400);
  });

  test("say at the top whether they are suspended and by whom, and nowhere whether they are well", async () => {
    const well = (await host.ask<Service>(`/services/${IDP}`)).json;
    expect(well).toMatchObject({ suspended: "not_suspended", suspenders: [] });
    expect(well.status).toBeUndefined();
    const resume = host.render.platform.suspend("identity-provider", "stuck_crashlooping");
    expect((await host.ask<Service>(`/services/${IDP}`)).json).toMatchObject({
      suspended: "suspended",
      suspenders: ["stuck_crashlooping"],
    });
    expect((await host.ask(`/services/${IDP}/instances`)).json).toEqual([]);
    resume();
    expect((await host.ask<unknown[]>(`/services/${IDP}/instances`)).json).toHaveLength(3);
    const idle = await host.ask<{ service: Service }[]>("/services?suspended=suspended");
    expect(idle.json.map(({ service }) => service.name)).toEqual(["Storefront preview"]);
  });
});

describe("deploys", () => {
  test("of the past end in every way there is, newest first, and one of them is live", async () => {
    const statuses = (await deploys(IDP)).map(({ deploy }) => deploy.status);
    expect(statuses[0]).toBe("live");
    expect(new Set(statuses.slice(1))).toEqual(
      new Set(["deactivated", "build_failed", "pre_deploy_failed", "canceled"]),
    );
    const filtered = await deploys(serviceId("accounts"), "?status=update_failed&status=live");
    expect(filtered.map(({ deploy }) => deploy.status)).toEqual(["live", "update_failed"]);
  });

  test("may be without a commit, and without an end while they run", async () => {
    const withoutCommit = (await deploys(serviceId("storefront"))).find(({ deploy }) => deploy.commit === null);
    expect(withoutCommit?.deploy.trigger).toBe("service_updated");
    pushed();
    expect(await newest(SUPPORT)).toMatchObject({ status: "created", startedAt: null, finishedAt: null, commit: null });
  });

  test("pass from created to live by the clock, and take the place of the one before", async () => {
    const before = await newest(SUPPORT);
    pushed();
    const seen: (string | undefined)[] = [(await newest(SUPPORT))?.status];
    for (const seconds of [3, 45, 8, 20]) {
      host.kernel.clock.advance(seconds);
      seen.push((await newest(SUPPORT))?.status);
    }
    expect(seen).toEqual(["created", "build_in_progress", "pre_deploy_in_progress", "update_in_progress", "live"]);
    const replaced = (await host.ask<Deploy>(`/services/${SUPPORT}/deploys/${before?.id}`)).json;
    expect(replaced.status).toBe("deactivated");
  });

  test("wait their turn as queued", async () => {
    pushed();
    pushed();
    expect((await newest(SUPPORT))?.status).toBe("queued");
    host.kernel.clock.advance(DEPLOY_MS / 1000 + 3);
    expect((await newest(SUPPORT))?.status).toBe("build_in_progress");
  });

  test.each(["build_failed", "pre_deploy_failed", "update_failed", "canceled"] as const)(
    "that end as %s leave the old one live",
    async (outcome) => {
      const { commit } = (await newest(SUPPORT)) ?? {};
      pushed(outcome);
      host.kernel.clock.advance(DEPLOY_MS / 1000);
      expect(await newest(SUPPORT)).toMatchObject({ status: outcome, finishedAt: expect.any(String) });
      expect(host.render.platform.commitOf("support-desk")).toBe(commit?.id);
    },
  );

  test("that are forgotten leave everything as it was", async () => {
    const before = await deploys(SUPPORT);
    const { id } = host.render.platform.deploy("support-desk", { commit: null, secondsAgo: 600 });
    expect((await newest(SUPPORT))?.status).toBe("live");
    host.render.platform.forget("support-desk", id);
    expect(await deploys(SUPPORT)).toEqual(before);
  });
});

describe("events", () => {
  type Events = { event: { id: string; type: string; details: Record<string, unknown> } }[];
  const events = async (query = "") => (await host.ask<Events>(`/services/${SUPPORT}/events${query}`)).json;

  test("of the last hour tell the story of a deploy, newest first; older ones must be asked for", async () => {
    expect(await events()).toEqual([]);
    const { id } = host.render.platform.deploy("support-desk", { commit: null, secondsAgo: 600 });
    const told = await events();
    expect(told.map(({ event }) => event.type)).toEqual([
      "deploy_ended",
      "server_available",
      "build_ended",
      "build_started",
      "deploy_started",
    ]);
    expect(told[0]?.event.details).toMatchObject({ deployId: id, deployStatus: "succeeded" });
    expect(await events("?type=deploy_ended")).toHaveLength(1);
    expect((await events("?startTime=2020-01-01T00:00:00Z&limit=100")).length).toBeGreaterThan(10);
    const [first] = told;
    expect((await host.ask(`/events/${first?.event.id}`)).json).toEqual(first?.event);
  });

  test("tell of a server that fails its checks after a bad deploy", async () => {
    const commit = { id: "a".repeat(40), message: "Oops", createdAt: Date.now(), flaw: { status: 500 } };
    host.render.platform.deploy("support-desk", { commit, secondsAgo: 600 });
    expect((await events()).map(({ event }) => event.type)).toContain("server_failed");
  });
});
