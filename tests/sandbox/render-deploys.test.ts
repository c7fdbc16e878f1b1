import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEPLOY_MS, REDEPLOY_MS } from "../../sandbox/render/deploy";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

type Deploy = { id: string; status: string; trigger: string; commit: { id: string } | null; finishedAt: string | null };

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const IDP = serviceId("identity-provider");
const SUPPORT = serviceId("support-desk");
const list = async (id = IDP) =>
  (await host.ask<{ deploy: Deploy }[]>(`/services/${id}/deploys`)).json.map(({ deploy }) => deploy);
const get = async (deployId: string, id = IDP) => (await host.ask<Deploy>(`/services/${id}/deploys/${deployId}`)).json;
const live = async (id = IDP) => (await list(id)).find(({ status }) => status === "live");
const green = async (id = IDP) => (await list(id)).find(({ status }) => status === "deactivated")?.id ?? "";
const rollBack = (deployId: unknown, id = IDP) => host.act<Deploy>(`POST /services/${id}/rollback`, { deployId });
const deploy = (body: unknown = {}, id = IDP) => host.act<Deploy | null>(`POST /services/${id}/deploys`, body);
const pass = (ms: number) => host.kernel.clock.advance(ms / 1000);
const served = () => host.render.platform.commitOf("identity-provider");
const bad = () => ({
  id: "b".repeat(40),
  message: "Oops",
  createdAt: host.kernel.clock.now(),
  flaw: { status: 500 },
});

describe("a deploy that is ordered", () => {
  test("is created and goes live with the branch's newest commit; the one before is deactivated", async () => {
    const before = await live();
    const made = await deploy({ clearCache: "do_not_clear" });
    expect(made).toMatchObject({ status: 201, json: { status: "created", trigger: "api", commit: before?.commit } });
    pass(DEPLOY_MS);
    expect((await live())?.id).toBe(made.json?.id);
    expect((await get(before?.id ?? "")).status).toBe("deactivated");
  });

  test("is queued behind another one, and the answer is empty", async () => {
    await deploy();
    const second = await deploy();
    expect([second.status, second.json, second.headers.get("content-length")]).toEqual([202, null, "0"]);
    expect((await list())[0]).toMatchObject({ status: "queued", trigger: "api" });
  });

  test("may be of an older commit, and then its code runs", async () => {
    const { commit } = (await list()).at(-1) ?? {};
    await deploy({ commitId: commit?.id });
    pass(DEPLOY_MS);
    expect(served()).toBe(commit?.id);
  });

  test("without a build takes the one that runs", async () => {
    expect((await deploy({ deployMode: "deploy_only" })).status).toBe(201);
    pass(REDEPLOY_MS);
    expect((await list())[0]?.status).toBe("live");
  });

  test.each([
    ["nothing", undefined],
    ["no JSON", "{"],
    ["a list", []],
    ["an unknown commit", { commitId: "f".repeat(40) }],
    ["an unknown cache", { clearCache: "maybe" }],
    ["an image", { imageUrl: "docker.io/library/ruby" }],
    ["a mode beside a commit", { deployMode: "deploy_only", commitId: "f".repeat(40) }],
  ])("is refused with %s", async (_, body) => {
    const before = await list();
    const refused = await host.act(`POST /services/${IDP}/deploys`, body);
    expect(refused).toMatchObject({ status: 400, json: { message: expect.any(String) } });
    expect(await list()).toEqual(before);
  });

  test("is refused with 409 while the service is suspended, and with 404 for a service that is none", async () => {
    await host.act(`POST /services/${IDP}/suspend`);
    expect((await deploy()).status).toBe(409);
    expect((await deploy({}, "srv-nothing")).status).toBe(404);
  });
});

describe("a rollback", () => {
  test("takes the old build, is live sooner than a deploy, and heals what the bad commit broke", async () => {
    const before = await live();
    host.render.platform.deploy("identity-provider", { commit: bad(), secondsAgo: 300 });
    expect(host.render.platform.weather("identity-provider").flaw.status).toBe(500);
    const made = await rollBack(before?.id);
    expect(made).toMatchObject({ status: 201, json: { trigger: "rollback", commit: before?.commit } });
    const seen: string[] = [];
    for (const ms of [2_000, 8_000, 20_000]) {
      pass(ms);
      seen.push((await get(made.json.id)).status);
    }
    expect(seen).toEqual(["pre_deploy_in_progress", "update_in_progress", "live"]);
    expect((await list()).slice(1, 3).map(({ status }) => status)).toEqual(["deactivated", "deactivated"]);
    expect(host.render.platform.weather("identity-provider").flaw.status).toBeUndefined();
  });

  test("to the live one, to one that never was live, to nothing and to what is not there is refused", async () => {
    const all = await list();
    const failed = all.find(({ status }) => status === "build_failed");
    expect((await rollBack((await live())?.id)).status).toBe(400);
    expect((await rollBack(failed?.id)).status).toBe(400);
    expect((await rollBack(undefined)).status).toBe(400);
    expect((await rollBack("dep-nothing")).status).toBe(404);
    expect((await rollBack((await live(SUPPORT))?.id)).status).toBe(404);
    expect(await list()).toEqual(all);
  });

  test("to a build that is kept no longer is refused", async () => {
    const oldest = (await list()).at(-1);
    expect(await rollBack(oldest?.id)).toMatchObject({
      status: 400,
      json: { message: expect.stringMatching(/expired/) },
    });
    await host.control("PUT /render/identity-provider/artifacts", { kept: 1 });
    expect((await rollBack(await green())).status).toBe(400);
    await host.control("DELETE /render/identity-provider/artifacts");
    expect((await rollBack(await green())).status).toBe(201);
  });

  test("may be accepted and fail all the same; what served serves on, and the next one succeeds", async () => {
    const before = served();
    await host.control("PUT /render/identity-provider/next-deploy", { outcome: "update_failed" });
    const first = await rollBack(await green());
    expect(first.status).toBe(201);
    pass(REDEPLOY_MS);
    expect([(await get(first.json.id)).status, served()]).toEqual(["update_failed", before]);
    const second = await rollBack(await green());
    pass(REDEPLOY_MS);
    expect((await get(second.json.id)).status).toBe("live");
  });

  test("happens though its answer is lost, once, and can be found in the list", async () => {
    host.kernel.faults.set("render/rollback", { answerLost: true });
    await expect(rollBack(await green())).rejects.toThrow("fetch failed");
    expect((await list()).filter(({ status }) => status === "created")).toMatchObject([{ trigger: "rollback" }]);
    expect(host.kernel.journal.entries({ neighbour: "render/rollback" })).toMatchObject([{ status: null }]);
  });
});

describe("a cancellation", () => {
  test("ends a deploy at once and lets the one behind it begin", async () => {
    const first = await deploy();
    await deploy();
    pass(3_000);
    const ended = await host.act<Deploy>(`POST /services/${IDP}/deploys/${first.json?.id}/cancel`);
    expect(ended).toMatchObject({ status: 200, json: { status: "canceled", finishedAt: expect.any(String) } });
    pass(3_000);
    expect((await list())[0]?.status).toBe("build_in_progress");
    pass(DEPLOY_MS);
    expect((await list()).map(({ status }) => status).slice(0, 3)).toEqual(["live", "canceled", "deactivated"]);
  });

  test("of one that waits takes it out of the queue", async () => {
    await deploy();
    await deploy();
    const [waiting, running] = await list();
    await host.act(`POST /services/${IDP}/deploys/${waiting?.id}/cancel`);
    pass(DEPLOY_MS);
    expect([(await get(waiting?.id ?? "")).status, (await get(running?.id ?? "")).status]).toEqual([
      "canceled",
      "live",
    ]);
  });

  test("of one that has ended is refused", async () => {
    const current = await live();
    expect((await host.act(`POST /services/${IDP}/deploys/${current?.id}/cancel`)).status).toBe(400);
    expect((await host.act(`POST /services/${IDP}/deploys/dep-nothing/cancel`)).status).toBe(404);
  });
});

describe("auto-deploy", () => {
  const settle = (autoDeploy: string) => host.act(`PATCH /services/${IDP}`, { autoDeploy });

  beforeEach(async () => {
    const commit = bad();
    host.render.platform.deploy("identity-provider", { commit, secondsAgo: 300 });
    host.render.platform.follow("identity-provider", { head: commit, returnsAfterMs: 240_000 });
    await rollBack(await green());
    pass(REDEPLOY_MS);
  });

  test("brings the branch's head back some minutes after a rollback", async () => {
    expect(served()).not.toBe(bad().id);
    pass(239_000);
    expect((await list())[0]?.trigger).toBe("rollback");
    pass(1_000);
    expect((await list())[0]).toMatchObject({ trigger: "new_commit", status: "created", commit: { id: bad().id } });
    pass(DEPLOY_MS);
    expect(served()).toBe(bad().id);
  });

  test("does nothing while it is paused, and goes on from when it is turned on again", async () => {
    expect(await settle("no")).toMatchObject({ status: 200, json: { autoDeploy: "no", autoDeployTrigger: "off" } });
    pass(3_600_000);
    expect((await list())[0]).toMatchObject({ trigger: "rollback", status: "live" });
    await settle("yes");
    expect((await list())[0]?.trigger).toBe("rollback");
    pass(240_000);
    expect((await list())[0]?.trigger).toBe("new_commit");
  });
});
