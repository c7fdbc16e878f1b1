import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findFollow } from "@/lib/deploys/queries/list-follows";
import { logsView } from "@/lib/deploys/queries/logs-view";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef } from "../support/acts";
import { control } from "../support/control";
import { atHost, committedValue, deploysOf, hostControl, hostedApp, serviceOf, settledHost } from "../support/host";
import { HostStage } from "../support/host-stage";

let host: HostStage;
beforeAll(async () => {
  host = await HostStage.open();
});
beforeEach(() => host.begin());
afterEach(() => host.calm());
afterAll(() => host.close());

describe("deploy.trigger", () => {
  it("is followed also when the host only says that it is queued", async () => {
    await hostControl(`POST /render/${host.slug}/deploys`, { message: "Somebody else's push" });
    const { id, code } = await host.run("deploy.trigger");
    expect(code).toBe("ok");
    expect(await findFollow(host.stage.cast.worker, id)).toMatchObject({ state: "accepted", deployId: null });
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    expect((await deploysOf(host.serviceId))[0]).toMatchObject({ status: "live", trigger: "api" });
  });
});

describe("deploy.cancel", () => {
  it("stops a deploy in one call, and a deploy that has ended is left alone", async () => {
    await hostControl(`POST /render/${host.slug}/deploys`, { message: "On its way" });
    const [[newest], live] = [await deploysOf(host.serviceId), await host.serving()];
    const actor = await host.stage.cast.people.responder.actor();
    const cancel = (deploy?: string) =>
      performRoutine(actor, newRef(), { operation: "deploy.cancel", input: { app: host.app, deploy } });
    const done = must(await cancel(newest?.id));
    await host.pass();
    expect(await host.card(done.requestId ?? "")).toMatchObject({ state: "succeeded" });
    expect((await deploysOf(host.serviceId))[0]?.status).toBe("canceled");
    expect(codeOf(await cancel(live))).toBe("deploy_ended");
    expect(codeOf(await cancel("dep-nobody"))).toBe("deploy_not_found");
  });
});

describe("a service", () => {
  it("service.restart is over when none of the instances is the same", async () => {
    const before = await atHost<{ id: string }[]>(`GET /services/${host.serviceId}/instances`);
    const { id, code } = await host.run("service.restart");
    expect(code).toBe("ok");
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    const after = await atHost<{ id: string }[]>(`GET /services/${host.serviceId}/instances`);
    expect(after.filter((each) => before.some((old) => old.id === each.id))).toEqual([]);
  });

  it("service.suspend and service.resume are over when the host says so", async () => {
    const off = await host.run("service.suspend");
    await host.pass();
    expect(await host.card(off.id)).toMatchObject({ state: "succeeded" });
    expect((await serviceOf(host.slug)).suspended).toBe("suspended");
    const on = await host.run("service.resume");
    await host.followed();
    expect(await host.card(on.id)).toMatchObject({ state: "succeeded" });
    expect((await serviceOf(host.slug)).suspended).toBe("not_suspended");
  });

  it("service.maintenance shows the host's page and ends it; what is so already is refused", async () => {
    expect((await host.run("service.maintenance", { enabled: true })).code).toBe("ok");
    expect(await host.preview("service.maintenance", { enabled: true })).toBe("nothing_to_change");
    expect((await host.run("service.maintenance", { enabled: false })).code).toBe("ok");
  });
});

describe("log lines", () => {
  it("are for who handles incidents: a manager is refused, whatever the host would say", async () => {
    const asked = { app: host.app, from: new Date(Date.now() - 60_000).toISOString(), to: new Date().toISOString() };
    const { responder, manager } = host.stage.cast.people;
    expect(await logsView(await responder.actor(), asked)).toMatchObject({ ok: true });
    await expect(logsView(await manager.actor(), asked)).rejects.toMatchObject({ refusal: { code: "not_allowed" } });
  });
});

describe("env-key.set", () => {
  const secret = "CONFIDED-55c1f0";
  const valueOf = async (key: string) =>
    (await atHost<{ value: string }>(`GET /services/${host.serviceId}/env-vars/${key}`)).value;

  it("writes one variable, leaves those of a colleague alone, and is over when every instance is new", async () => {
    const { commitment, confided } = committedValue(secret);
    const request = await host.ready("env-key.set", { key: "FEATURE", commitment }, confided);
    await hostControl(`PUT /render/${host.slug}/env-vars/OTHERS`, { value: "theirs" });
    const since = new Date();
    expect(codeOf(await host.stage.confirm(request))).toBe("ok");
    expect([await valueOf("FEATURE"), await valueOf("OTHERS")]).toEqual([secret, "theirs"]);
    const told = await host.calls(since, new RegExp(host.serviceId));
    expect(told.map(({ path }) => path.split("/").slice(4).join("/"))).toEqual(["env-vars/FEATURE", "deploys"]);
    await host.followed();
    expect(await host.card(request.id)).toMatchObject({ state: "succeeded" });
    const kept = await host.query(
      "SELECT (SELECT string_agg(entry, '') FROM record) || (SELECT string_agg(a::text, '') FROM action_requests a) AS text",
    );
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it("another value than the one that was asked for is not written", async () => {
    const { commitment } = committedValue(secret);
    const other = committedValue(secret).confided;
    expect((await host.run("env-key.set", { key: "FEATURE_B", commitment }, other)).code).toBe("value_not_committed");
    await expect(valueOf("FEATURE_B")).rejects.toThrow("404");
  });

  it("tells how many of three instances have it, and fails when the rest never comes", async () => {
    const three = await serviceOf("identity-provider");
    await settledHost(three.id);
    const own = await hostedApp(host.query, three.id);
    const { commitment, confided } = committedValue("x");
    const { id } = await host.run("env-key.set", { app: own, key: "SALLYPORT_TEST", commitment }, confided);
    await hostControl("PUT /render/identity-provider/convergence", { converged: 1 });
    await host.pass();
    await settledHost(three.id);
    await host.pass();
    const seen = async () =>
      host.query("SELECT state, renewed, instances FROM deploy_follows WHERE request_id = $1", [id]);
    expect(await seen()).toEqual([{ state: "converging", renewed: 1, instances: 3 }]);
    await host.query("UPDATE deploy_follows SET changed_at = now() - interval '11 minutes' WHERE request_id = $1", [
      id,
    ]);
    await host.pass();
    await hostControl("DELETE /render/identity-provider/convergence");
    expect(await seen()).toEqual([{ state: "not_converged", renewed: 1, instances: 3 }]);
    expect(await host.card(id)).toMatchObject({ state: "failed", failureCode: "not_converged" });
  });

  it("that no deploy carries is said to be not in force", async () => {
    await control.setFault("render/deploy", { status: 409 });
    const { commitment, confided } = committedValue(secret);
    const { id, code } = await host.run("env-key.set", { key: "FEATURE_C", commitment }, confided);
    expect(code).toBe("env_key_not_in_force");
    expect(await host.card(id)).toMatchObject({ state: "failed", failureCode: "env_key_not_in_force" });
  });
});
