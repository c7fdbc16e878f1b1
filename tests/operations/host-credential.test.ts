import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationName } from "@/lib/access/policy";
import { deploysView } from "@/lib/deploys/queries/deploys-view";
import { listDeployFollows } from "@/lib/deploys/queries/list-follows";
import { logsView } from "@/lib/deploys/queries/logs-view";
import { serviceDetail } from "@/lib/deploys/queries/service-detail";
import { performRoutine } from "@/lib/operations/perform/routine";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { settle } from "@/lib/triage/rules/settle";
import { verdictOf } from "@/lib/triage/rules/verdict";
import { codeOf, newRef } from "../support/acts";
import { control } from "../support/control";
import { atHost, committedValue, deploysOf, hostControl, serviceOf } from "../support/host";
import { HostStage } from "../support/host-stage";

let host: HostStage;
beforeAll(async () => {
  host = await HostStage.open();
});
beforeEach(() => host.begin());
afterEach(() => host.calm());
afterAll(() => host.close());

const reader = () => host.stage.cast.people.responder.actor();
const rotated = () => hostControl("PUT /render/api-key");
const restored = () => hostControl("DELETE /render/api-key");

/** Everything of the service that an act could have changed. */
const stateOfService = async () => ({
  service: await serviceOf(host.slug),
  deploys: await deploysOf(host.serviceId),
  keys: await atHost(`GET /services/${host.serviceId}/env-vars?limit=100`),
  instances: await atHost(`GET /services/${host.serviceId}/instances`),
});
const leftBehind = async (id: string) => [
  ...(await listDeployFollows(host.stage.cast.worker)),
  ...(await host.query("SELECT 'a pause' AS what FROM auto_deploy_pauses WHERE request_id = $1", [id])),
  ...(await host.query("SELECT 'a notice' AS what FROM notices WHERE dedup_key LIKE 'auto-deploy.%' || $1", [id])),
];

type Given = { more?: Record<string, unknown>; before?: () => Promise<unknown> };
const acts: [OperationName, Given][] = [
  ["deploy.rollback", {}],
  ["deploy.trigger", {}],
  ["service.restart", {}],
  ["service.suspend", {}],
  ["service.resume", { before: () => atHost(`POST /services/${host.serviceId}/suspend`) }],
  ["service.maintenance", { more: { enabled: true } }],
  ["service.auto-deploy-on", { before: () => atHost(`PATCH /services/${host.serviceId}`, { autoDeploy: "no" }) }],
  ["env-key.set", { more: { key: "FEATURE_K" } }],
];

describe("a key of ours that was rotated after an act was asked for", () => {
  it.each(acts)("%s is refused as by our credential, and nothing of it is done", async (name, { more, before }) => {
    await before?.();
    const { commitment, confided } = committedValue("ROTATED-7f20");
    const isValue = name === "env-key.set";
    const request = await host.ready(name, isValue ? { ...more, commitment } : more, isValue ? confided : undefined);
    const was = await stateOfService();
    await rotated();
    const since = new Date();
    expect(codeOf(await host.stage.confirm(request))).toBe("host_credential_refused");
    expect(await host.calls(since, new RegExp(host.serviceId))).toEqual([]);
    await restored();
    expect(await stateOfService()).toEqual(was);
    expect(await leftBehind(request.id)).toEqual([]);
  });

  it("deploy.cancel is, too, and the deploy goes on", async () => {
    await hostControl(`POST /render/${host.slug}/deploys`, { message: "On its way" });
    const [newest] = await deploysOf(host.serviceId);
    await rotated();
    const asked = { operation: "deploy.cancel", input: { app: host.app, deploy: newest?.id ?? "" } };
    expect(codeOf(await performRoutine(await reader(), newRef(), asked))).toBe("host_credential_refused");
    await restored();
    expect((await deploysOf(host.serviceId))[0]).toMatchObject({ id: newest?.id, status: newest?.status });
  });
});

describe("a key of ours that is refused in the middle of an act", () => {
  it("before auto-deploy is off: nothing is rolled back, and nobody is reminded of a pause that was none", async () => {
    const request = await host.ready("deploy.rollback");
    await control.setFault("render/settings", { status: 401 });
    const since = new Date();
    expect(codeOf(await host.stage.confirm(request))).toBe("host_credential_refused");
    expect(await host.calls(since, /rollback/)).toEqual([]);
    expect(
      await host.query("SELECT FROM auto_deploy_pauses WHERE app_id = $1 AND ended_at IS NULL", [host.app]),
    ).toEqual([]);
    const notices = "SELECT settles FROM notices WHERE dedup_key = $1";
    expect(await host.query(notices, [`auto-deploy.resumed/${request.id}`])).toEqual([
      { settles: `auto-deploy.paused/${request.id}` },
    ]);
  });

  it("after it: that it stays off is said for as long as it is", async () => {
    const request = await host.ready("deploy.rollback");
    await control.setFault("render/rollback", { status: 401 });
    expect(codeOf(await host.stage.confirm(request))).toBe("host_credential_refused");
    expect((await serviceOf(host.slug)).autoDeploy).toBe("no");
    const view = await deploysView(await reader(), host.app);
    expect(view.pauses).toMatchObject([{ app: host.app, requestId: request.id }]);
    expect(await listDeployFollows(host.stage.cast.worker)).toEqual([]);
    expect((await host.run("service.auto-deploy-on")).code).toBe("ok");
  });

  it("between a variable and its deploy: it is not in force, and the request says so", async () => {
    const { commitment, confided } = committedValue("ROTATED-7f20");
    const request = await host.ready("env-key.set", { key: "FEATURE_M", commitment }, confided);
    await control.setFault("render/deploy", { status: 401 });
    expect(codeOf(await host.stage.confirm(request))).toBe("env_key_not_in_force");
    expect(await host.card(request.id)).toMatchObject({ state: "failed", failureCode: "env_key_not_in_force" });
  });
});

describe("a key of ours that was rotated shows as ours", () => {
  it("on the page of deploys, in every part that asks the host", async () => {
    await rotated();
    const view = await deploysView(await reader(), host.app);
    const detail = await serviceDetail(await reader(), host.app);
    const to = new Date().toISOString();
    const logs = await logsView(await reader(), { app: host.app, from: to, to });
    const parts = [view.service, view.deploys, detail.instances, detail.events, detail.envKeys, logs];
    expect(parts.map(codeOf)).toEqual(parts.map(() => "host_credential_refused"));
    expect(view.services.map(({ app }) => app)).toContain(host.app);
  });

  it("in triage: a setting of ours is wrong, and the host is not called ill", async () => {
    await rotated();
    const seen = (await askProbes(host.stage.cast.worker, "render")).find(
      ({ probe }) => probe === `render/${host.app}`,
    );
    expect(seen).toMatchObject({ status: "degraded", detail: "credential_refused" });
    const looks = [0, 15_000].map((ageMs) => ({
      status: "degraded" as const,
      detail: "credential_refused",
      latencyMs: 9,
      value: null,
      ageMs,
    }));
    const state = settle(`render/${host.app}`, looks, 15_000);
    expect(verdictOf(state ? [state] : [], Date.now())).toMatchObject({ category: "config_error", severity: "sev2" });
  });
});
