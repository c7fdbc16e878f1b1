import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { REDEPLOY_MS } from "../../sandbox/render/deploy";
import { CLERK_KEY, serviceId, startTestHost, type TestHost } from "./render-harness";

type Service = {
  suspended: string;
  suspenders: string[];
  autoDeploy: string;
  serviceDetails: { maintenanceMode: { enabled: boolean; uri: string } };
};
type Instance = { id: string; createdAt: string };

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const ACCOUNTS = serviceId("accounts");
const IDP = serviceId("identity-provider");
const app = async (path = "accounts/api/clerk-health") => (await fetch(`${host.addresses.targetApps}/${path}`)).status;
const read = async (id = ACCOUNTS) => (await host.ask<Service>(`/services/${id}`)).json;
const instances = async (id = IDP) => (await host.ask<Instance[]>(`/services/${id}/instances`)).json;
const act = (verb: string, id = ACCOUNTS) => host.act(`POST /services/${id}/${verb}`);
const patch = (body: unknown, id = ACCOUNTS) => host.act(`PATCH /services/${id}`, body);
const eventTypes = async (id = ACCOUNTS) =>
  (await host.ask<{ event: { type: string } }[]>(`/services/${id}/events`)).json.map(({ event }) => event.type);

describe("suspending", () => {
  test("answers 202 without a word; the app is gone until it is resumed, which deploys what served", async () => {
    const suspended = await act("suspend");
    expect([suspended.status, suspended.json]).toEqual([202, null]);
    expect(await read()).toMatchObject({ suspended: "suspended", suspenders: ["user"] });
    expect([await app(), await instances(ACCOUNTS)]).toEqual([503, []]);
    expect((await act("suspend")).status).toBe(202);
    expect((await read()).suspenders).toEqual(["user"]);
    expect((await act("resume")).status).toBe(202);
    expect(await read()).toMatchObject({ suspended: "not_suspended", suspenders: [] });
    expect(await app()).not.toBe(503);
    const [newest] = (await host.ask<{ deploy: { trigger: string } }[]>(`/services/${ACCOUNTS}/deploys`)).json;
    expect(newest?.deploy.trigger).toBe("service_resumed");
    expect(await eventTypes()).toEqual(
      expect.arrayContaining(["service_suspended", "suspender_removed", "service_resumed"]),
    );
  });

  test("by a crash loop ends with a resume, by billing it does not", async () => {
    await host.control("PUT /render/accounts/suspension", { suspender: "stuck_crashlooping" });
    expect((await act("resume")).status).toBe(202);
    expect((await read()).suspenders).toEqual([]);
    await host.control("PUT /render/accounts/suspension", { suspender: "billing" });
    expect((await act("resume")).status).toBe(400);
  });
});

describe("a restart", () => {
  test("answers 200 without a word and starts every instance anew on the same deploy", async () => {
    const before = await instances();
    const at = new Date(host.kernel.clock.now()).toISOString();
    const restarted = await act("restart", IDP);
    expect([restarted.status, restarted.json]).toEqual([200, null]);
    const after = await instances();
    expect(after).toHaveLength(before.length);
    for (const [place, { id, createdAt }] of after.entries()) {
      expect(id).not.toBe(before[place]?.id);
      expect(createdAt >= at).toBe(true);
    }
    expect(await eventTypes(IDP)).toContain("server_restarted");
  });

  test("is refused while the service is suspended", async () => {
    await act("suspend");
    expect((await act("restart")).status).toBe(400);
  });
});

describe("settings", () => {
  test("maintenance closes the app for everybody, and opens it again", async () => {
    const maintenance = (enabled: boolean) =>
      patch({ serviceDetails: { maintenanceMode: { enabled, uri: "" } } }) as Promise<{
        status: number;
        json: Service;
      }>;
    const on = await maintenance(true);
    expect([on.status, on.json.serviceDetails.maintenanceMode]).toEqual([200, { enabled: true, uri: "" }]);
    expect([await app(), await app("accounts")]).toEqual([503, 503]);
    expect(await instances(ACCOUNTS)).toHaveLength(2);
    await maintenance(false);
    expect(await app("accounts")).toBe(200);
    expect(await eventTypes()).toContain("maintenance_mode_enabled");
  });

  test("auto-deploy is told in both ways that there are", async () => {
    expect((await patch({ autoDeployTrigger: "off" })).json).toMatchObject({
      autoDeploy: "no",
      autoDeployTrigger: "off",
    });
    expect((await patch({ autoDeploy: "yes" })).json).toMatchObject({ autoDeploy: "yes", autoDeployTrigger: "commit" });
  });

  test.each([
    { autoDeploy: "perhaps" },
    { name: "Another" },
    { serviceDetails: { plan: "pro" } },
    { serviceDetails: { maintenanceMode: { enabled: true } } },
  ])("others are refused aloud: %j", async (body) => {
    const before = await read();
    expect((await patch(body)).status).toBe(400);
    expect(await read()).toEqual(before);
  });

  test("a worker has no maintenance mode", async () => {
    const worker = host.render.platform.find("identity-provider-jobs")?.id;
    const body = { serviceDetails: { maintenanceMode: { enabled: true, uri: "" } } };
    expect((await patch(body, worker)).status).toBe(400);
  });
});

describe("instances", () => {
  const redeploy = async () => {
    await host.act(`POST /services/${IDP}/deploys`, { deployMode: "deploy_only" });
    host.kernel.clock.advance(REDEPLOY_MS / 1000);
  };
  const changed = async (before: Instance[]) =>
    (await instances()).filter(({ id }) => !before.some((each) => each.id === id)).length;

  test("are replaced one by one while a deploy updates, and all when it is live", async () => {
    const before = await instances();
    await host.act(`POST /services/${IDP}/deploys`, { deployMode: "deploy_only" });
    const seen: number[] = [];
    for (const seconds of [10, 7, 7, 6]) {
      host.kernel.clock.advance(seconds);
      seen.push(await changed(before));
    }
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  test("may stay behind: one of three follows the deploy, until somebody restarts them", async () => {
    const before = await instances();
    await host.control("PUT /render/identity-provider/convergence", { converged: 1 });
    await redeploy();
    expect(await changed(before)).toBe(1);
    await act("restart", IDP);
    expect(await changed(before)).toBe(3);
  });

  test("that stay behind answer in their turn, with the key and the commit that they were started with", async () => {
    const health = async () => {
      const answer = await fetch(`${host.addresses.targetApps}/accounts/api/clerk-health`);
      return ((await answer.json()) as { clerk: { secretKeyFingerprint: string } }).clerk.secretKeyFingerprint;
    };
    const old = await health();
    await host.control("PUT /render/accounts/convergence", { converged: 1 });
    await host.act(`PUT /services/${ACCOUNTS}/env-vars/CLERK_SECRET_KEY`, { value: `${CLERK_KEY}_2` });
    expect(new Set([await health(), await health()])).toEqual(new Set([old]));
    await host.act(`POST /services/${ACCOUNTS}/deploys`, { deployMode: "deploy_only" });
    host.kernel.clock.advance(REDEPLOY_MS / 1000);
    expect(new Set([await health(), await health()]).size).toBe(2);
    await host.control("DELETE /render/accounts/convergence");
    const all = new Set([await health(), await health()]);
    expect([all.size, all.has(old)]).toEqual([1, false]);
  });
});

describe("the API", () => {
  test.each([
    ["render/reads", "GET /services"],
    ["render/logs", "GET /logs"],
    ["render/deploys", `POST /services/${ACCOUNTS}/suspend`],
    ["render/deploys", `PATCH /services/${ACCOUNTS}`],
    ["render/changes", `POST /services/${ACCOUNTS}/restart`],
    ["render/changes", `DELETE /services/${ACCOUNTS}/env-vars/PORT`],
    ["render/jobs", `POST /services/${ACCOUNTS}/jobs`],
  ])("limits %s alone, and %s does nothing", async (name, call) => {
    const before = await read();
    host.kernel.faults.set(name, { rateLimit: true });
    const limited = await host.act(call);
    expect([limited.status, limited.headers.get("ratelimit-remaining")]).toEqual([429, "0"]);
    host.kernel.faults.clear(name);
    expect(await read()).toEqual(before);
  });

  test("counts deploys for each service, and says the seconds that are left", async () => {
    const [first, second, other] = [await act("suspend"), await act("resume"), await act("suspend", IDP)];
    const told = [first, second, other].map(({ headers }) =>
      ["limit", "remaining"].map((name) => Number(headers.get(`ratelimit-${name}`))),
    );
    expect(told).toEqual([
      [10, 9],
      [10, 8],
      [10, 9],
    ]);
    expect(Number(first.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(60);
  });

  test("knows a rotated key and no longer the one before", async () => {
    const { json } = await host.control<{ apiKey: string }>("PUT /render/api-key");
    expect(json.apiKey).toMatch(/^rnd_sandbox_/);
    expect(await host.ask("/services")).toMatchObject({ status: 401, json: { message: "unauthorized" } });
    expect((await act("suspend")).status).toBe(401);
    expect((await host.ask("/services", json.apiKey)).status).toBe(200);
    await host.control("DELETE /render/api-key");
    expect((await host.ask("/services")).status).toBe(200);
    expect((await read()).suspended).toBe("not_suspended");
  });
});
