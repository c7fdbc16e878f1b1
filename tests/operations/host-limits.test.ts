import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationName } from "@/lib/access/policy";
import { readServiceState } from "@/lib/connectors/render/service-state";
import { seconds } from "@/lib/core/duration";
import type { Result } from "@/lib/core/errors";
import { deploysView } from "@/lib/deploys/queries/deploys-view";
import { listDeployFollows } from "@/lib/deploys/queries/list-follows";
import { logsView } from "@/lib/deploys/queries/logs-view";
import { serviceDetail } from "@/lib/deploys/queries/service-detail";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef } from "../support/acts";
import { control } from "../support/control";
import { atHost, committedValue, deploysOf, hostControl } from "../support/host";
import { HostStage } from "../support/host-stage";

let host: HostStage;
beforeAll(async () => {
  host = await HostStage.open();
});
beforeEach(() => host.begin());
afterEach(() => host.calm());
afterAll(() => host.close());

const reader = () => host.stage.cast.people.responder.actor();
const limit = (part: string) => control.setFault(`render/${part}`, { rateLimit: true });

/** That the host takes no more calls, and for how long: by its own header, which counts within a minute, or an hour for jobs. */
function expectLimited(answer: Result<unknown>): void {
  expect(answer).toMatchObject({ ok: false, refusal: { code: "host_rate_limited" } });
  const told = answer.ok ? 0 : Number(answer.refusal.facts?.retryAfterSeconds);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(3_600);
}

/** What each act needs to be asked for at all. */
const acts: [OperationName, string, { more?: Record<string, unknown>; before?: () => Promise<unknown> }][] = [
  ["deploy.rollback", "deploys", {}],
  ["deploy.rollback", "rollback", { before: () => atHost(`PATCH /services/${host.serviceId}`, { autoDeploy: "no" }) }],
  ["deploy.trigger", "deploys", {}],
  ["service.suspend", "deploys", {}],
  ["service.resume", "deploys", { before: () => atHost(`POST /services/${host.serviceId}/suspend`) }],
  ["service.maintenance", "deploys", { more: { enabled: true } }],
  [
    "service.auto-deploy-on",
    "deploys",
    { before: () => atHost(`PATCH /services/${host.serviceId}`, { autoDeploy: "no" }) },
  ],
  ["service.restart", "changes", {}],
  ["env-key.set", "changes", { more: { key: "FEATURE", commitment: "" } }],
];

describe("a class of calls that the host has no budget for", () => {
  it.each(acts)(
    "%s, limited by %s: is told with its pause, is asked for once, and leaves nothing behind",
    async (name, part, { more = {}, before }) => {
      await before?.();
      const { commitment, confided } = committedValue("LIMITED-1f0c");
      const given = name === "env-key.set" ? { ...more, commitment } : more;
      const request = await host.ready(name, given, name === "env-key.set" ? confided : undefined);
      await limit(part);
      const since = new Date();
      expectLimited(await host.stage.confirm(request));
      expect((await host.calls(since, new RegExp(host.serviceId))).map(({ status }) => status)).toEqual([429]);
      expect(await host.card(request.id)).toMatchObject({ state: "failed", failureCode: "host_rate_limited" });
      expect(await listDeployFollows(host.stage.cast.worker)).toEqual([]);
      const pauses = await host.query("SELECT FROM auto_deploy_pauses WHERE request_id = $1 AND ended_at IS NULL", [
        request.id,
      ]);
      expect(pauses).toEqual([]);
    },
  );

  it("deploy.cancel, limited by changes: the same, in its one call", async () => {
    await hostControl(`POST /render/${host.slug}/deploys`, { message: "On its way" });
    const [newest] = await deploysOf(host.serviceId);
    await limit("changes");
    const since = new Date();
    const input = { app: host.app, deploy: newest?.id ?? "" };
    expectLimited(await performRoutine(await reader(), newRef(), { operation: "deploy.cancel", input }));
    expect((await host.calls(since, /cancel/)).map(({ status }) => status)).toEqual([429]);
    expect(await listDeployFollows(host.stage.cast.worker)).toEqual([]);
  });

  it("reads: nothing can be previewed or run, and nothing is asked of the host", async () => {
    const request = await host.ready("deploy.trigger");
    await limit("reads");
    const since = new Date();
    for (const operation of ["deploy.rollback", "deploy.trigger", "service.restart", "service.suspend"] as const)
      expectLimited(await previewOperation(await reader(), newRef(), { operation, input: { app: host.app } }));
    expectLimited(await host.stage.confirm(request));
    expect(await host.calls(since, new RegExp(host.serviceId))).toEqual([]);
  });

  it.each(["deploys", "env-vars"])(
    "%s: a variable that was written already is said to be not in force, and is not written twice",
    async (part) => {
      const { commitment, confided } = committedValue("LIMITED-1f0c");
      const request = await host.ready("env-key.set", { key: "FEATURE_L", commitment }, confided);
      await limit(part);
      const since = new Date();
      expect(codeOf(await host.stage.confirm(request))).toBe("env_key_not_in_force");
      expect((await host.calls(since, /env-vars/)).map(({ status }) => status)).toEqual([200]);
    },
  );

  it("reads, while something is followed: it is kept, and one look is enough to know", async () => {
    const { id } = await host.run("deploy.trigger");
    const other = await host.query<{ id: string }>(
      `INSERT INTO deploy_follows (request_id, app_id, service_id, operation, aim, known_deploys, known_instances, state, deploy_id)
       VALUES (gen_random_uuid(), $1, $2, 'deploy.trigger', 'deploy', '{}', '{}', 'accepted', 'dep-another')
       RETURNING request_id::text AS id`,
      [host.app, host.serviceId],
    );
    await limit("reads");
    const since = new Date();
    await host.pass();
    const looks = (await control.journal({ neighbour: "render", since })).filter(
      ({ method, path, status }) => method === "GET" && status === 429 && path.includes(`${host.serviceId}/deploys/`),
    );
    expect(looks).toHaveLength(1);
    await host.query("DELETE FROM deploy_follows WHERE request_id = $1", [other[0]?.id]);
    await control.clearFaults();
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
  });
});

describe("a page of deploys, where one class is limited", () => {
  const window = () => ({
    from: new Date(Date.now() - seconds(600)).toISOString(),
    to: new Date().toISOString(),
  });

  it("reads: the two parts that need them say so, and the services stand as they were seen last", async () => {
    await limit("reads");
    const view = await deploysView(await reader(), host.app);
    expectLimited(view.service);
    expectLimited(view.deploys);
    expect(view.services.map(({ app }) => app)).toContain(host.app);
    const detail = await serviceDetail(await reader(), host.app);
    for (const part of [detail.instances, detail.events, detail.envKeys]) expectLimited(part);
  });

  it("logs: the lines say so, and everything else is there", async () => {
    await limit("logs");
    expectLimited(await logsView(await reader(), { app: host.app, ...window() }));
    const view = await deploysView(await reader(), host.app);
    expect([view.service.ok, view.deploys.ok]).toEqual([true, true]);
  });

  it("variables: their names say so, and instances and events are there", async () => {
    await limit("env-vars");
    const detail = await serviceDetail(await reader(), host.app);
    expectLimited(detail.envKeys);
    expect([detail.instances.ok, detail.events.ok]).toEqual([true, true]);
  });

  it("metrics: what the host measures is not known, and what serves is", async () => {
    await limit("metrics");
    const seen = await readServiceState(host.serviceId, seconds(2));
    expect(seen).toMatchObject({ ok: true, value: { p95Ms: [], errorShare: null, suspended: false } });
    expect(seen.ok && seen.value.deploys.length).toBeGreaterThan(0);
  });

  it.each(["deploys", "changes", "jobs"])("%s: nothing of it is touched", async (part) => {
    await limit(part);
    const [view, detail] = [await deploysView(await reader(), host.app), await serviceDetail(await reader(), host.app)];
    const parts = [view.service, view.deploys, detail.instances, detail.events, detail.envKeys];
    expect(parts.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  });
});
