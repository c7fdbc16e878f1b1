import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deploysView } from "@/lib/deploys/queries/deploys-view";
import { findFollow, listDeployFollows } from "@/lib/deploys/queries/list-follows";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { performRoutine } from "@/lib/operations/perform/routine";
import { triage } from "@/lib/triage/queries/triage";
import { codeOf, must, newRef } from "../support/acts";
import { control } from "../support/control";
import { atHost, deploysOf, hostControl, serviceOf, suspected } from "../support/host";
import { HostStage } from "../support/host-stage";
import { openIncident } from "../support/incidents";
import { forgetOverrides, heldOverride } from "../support/overrides";
import { samplesOf } from "../support/samples";

let host: HostStage;
beforeAll(async () => {
  host = await HostStage.open();
});
beforeEach(() => host.begin());
afterEach(() => host.calm());
afterAll(() => host.close());

/** What reminded of a rollback's pause, once it is so many hours old and the worker has looked twice. */
async function remindersAfter(id: string, hours: number): Promise<{ dedup_key: string; settles: string }[]> {
  await host.query(
    "UPDATE auto_deploy_pauses SET paused_at = now() - make_interval(hours => $2) WHERE request_id = $1",
    [id, hours],
  );
  const { worker } = host.stage.cast;
  const { rounds, name } = host.operation("service.remind");
  const perform = async (input: unknown) =>
    void must(await performRoutine(worker, newRef(), { operation: name, input }));
  for (const lane of ["pauses", "pauses"]) await rounds?.pass({ actor: worker, lane, perform });
  return host.query("SELECT dedup_key, settles FROM notices WHERE dedup_key LIKE $1 ORDER BY posted_at", [
    `auto-deploy.paused/${id}/%`,
  ]);
}
const settledBy = (id: string) =>
  host.query("SELECT settles FROM notices WHERE dedup_key = $1", [`auto-deploy.resumed/${id}`]);

describe("deploy.rollback", () => {
  it("switches auto-deploy off first, goes back to the last green, and succeeds when that serves", async () => {
    const [bad, green] = (await deploysOf(host.serviceId)).filter(({ status }) => /^(live|deactivated)$/.test(status));
    const since = new Date();
    const { id, code } = await host.run("deploy.rollback");
    expect(code).toBe("ok");
    expect(await host.card(id)).toMatchObject({ state: "running" });
    const told = await host.calls(since, new RegExp(host.serviceId));
    expect(told.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
      `PATCH ${host.serviceId}`,
      "POST rollback",
    ]);
    expect((await serviceOf(host.slug)).autoDeploy).toBe("no");
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    const [live] = await deploysOf(host.serviceId);
    expect(live).toMatchObject({ status: "live", trigger: "rollback", commit: { id: green?.commit?.id } });
    expect((await deploysOf(host.serviceId)).find((each) => each.id === bad?.id)?.status).toBe("deactivated");
  });

  it("leaves a reminder behind until auto-deploy is on again", async () => {
    await host.run("deploy.rollback");
    await host.followed();
    const notices = () =>
      host.query("SELECT kind, settles FROM notices WHERE kind LIKE 'auto-deploy.%' AND href = $1 ORDER BY posted_at", [
        `/deploys?app=${host.app}`,
      ]);
    expect(await host.query("SELECT ended_at FROM auto_deploy_pauses WHERE app_id = $1", [host.app])).toEqual([
      { ended_at: null },
    ]);
    expect(await notices()).toMatchObject([{ kind: "auto-deploy.paused" }]);
    expect((await host.run("service.auto-deploy-on")).code).toBe("ok");
    expect((await serviceOf(host.slug)).autoDeploy).toBe("yes");
    expect(
      await host.query("SELECT 1 FROM auto_deploy_pauses WHERE app_id = $1 AND ended_at IS NULL", [host.app]),
    ).toEqual([]);
    expect(await notices()).toMatchObject([{ kind: "auto-deploy.paused" }, { kind: "auto-deploy.resumed" }]);
  });

  it("is reminded of once a day for as long as auto-deploy is off, each notice in place of the last", async () => {
    const { id } = await host.run("deploy.rollback");
    await host.followed();
    const [first, second] = [`auto-deploy.paused/${id}`, `auto-deploy.paused/${id}/2`];
    expect(await remindersAfter(id, 23)).toEqual([]);
    await control.setFault("render/reads", { rateLimit: true });
    expect(await remindersAfter(id, 49)).toEqual([]);
    await control.clearFaults();
    const told = [{ dedup_key: second, settles: first }];
    expect([await remindersAfter(id, 49), await remindersAfter(id, 71)]).toEqual([told, told]);
    expect(await remindersAfter(id, 73)).toHaveLength(2);
    expect((await host.run("service.auto-deploy-on")).code).toBe("ok");
    expect(await settledBy(id)).toEqual([{ settles: `auto-deploy.paused/${id}/3` }]);
    expect(await remindersAfter(id, 99)).toHaveLength(2);
  });

  it("is not reminded of once somebody has switched auto-deploy on in the host's dashboard", async () => {
    const { id } = await host.run("deploy.rollback");
    await host.followed();
    await atHost(`PATCH /services/${host.serviceId}`, { autoDeploy: "yes" });
    expect(await remindersAfter(id, 25)).toEqual([]);
    expect(await settledBy(id)).toEqual([{ settles: `auto-deploy.paused/${id}` }]);
    expect(await host.query("SELECT FROM auto_deploy_pauses WHERE request_id = $1 AND ended_at IS NULL", [id])).toEqual(
      [],
    );
  });

  it("that the host took and that failed there is failed, and somebody is woken", async () => {
    await hostControl(`PUT /render/${host.slug}/next-deploy`, { outcome: "update_failed" });
    const { id, code } = await host.run("deploy.rollback");
    expect(code).toBe("ok");
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "failed", failureCode: "deploy_failed" });
    expect(await host.query("SELECT urgency FROM notices WHERE dedup_key = $1", [`deploy.failed/${id}`])).toEqual([
      { urgency: "page" },
    ]);
  });

  it.each([
    ["live", "succeeded", null],
    ["update_failed", "failed", "deploy_failed"],
  ])("whose deploy ends as %s stands in its incident as running first, and then as %s", async (outcome, ...end) => {
    const { worker, people } = host.stage.cast;
    if (outcome !== "live") await hostControl(`PUT /render/${host.slug}/next-deploy`, { outcome });
    const number = await openIncident(host.query);
    const asking = { operation: "deploy.rollback", input: { app: host.app }, incident: nameOfIncident(number) };
    const walked = await host.stage.readyWithApproval(people.responder, asking);
    expect(codeOf(await host.stage.confirm(walked))).toBe("ok");
    const told = async () =>
      (await findIncident(worker, number))?.timeline.map(({ values }) => [values.ending, values.code]);
    expect(await told()).toEqual([["running", null]]);
    await host.followed();
    expect(await told()).toEqual([["running", null], end]);
  });

  it("whose answer is lost after it happened is unknown, is found by looking, and never asked for twice", async () => {
    const before = await host.rollbacks();
    await control.setFault("render/rollback", { answerLost: true });
    const { id, code } = await host.run("deploy.rollback");
    expect(code).toBe("outcome_unknown");
    expect(await host.card(id)).toMatchObject({ state: "unknown" });
    await control.clearFaults();
    const since = new Date();
    expect(await host.reconcile(id)).toBe("outcome_unknown");
    expect(await findFollow(host.stage.cast.worker, id)).toMatchObject({ state: "accepted" });
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    expect(await host.rollbacks({ besides: before })).toHaveLength(1);
    expect(await host.calls(since, /rollback/)).toEqual([]);
  });

  it("whose answer is lost and that never happened is failed once the host had time to show it", async () => {
    await control.setFault("render/rollback", { hang: true });
    const request = await host.ready("deploy.rollback");
    const confirming = host.stage.confirm(request);
    await expect
      .poll(() => findFollow(host.stage.cast.worker, request.id), { timeout: 20_000 })
      .toMatchObject({ state: "asked" });
    await expect
      .poll(async () => (await host.calls(new Date(Date.now() - 30_000), /rollback/)).length)
      .toBeGreaterThan(0);
    await control.clearFaults();
    expect(codeOf(await confirming)).toBe("outcome_unknown");
    expect(await host.reconcile(request.id)).toBe("outcome_unknown");
    await host.query("UPDATE deploy_follows SET started_at = now() - interval '2 minutes' WHERE request_id = $1", [
      request.id,
    ]);
    expect(await host.reconcile(request.id)).toBe("ok");
    expect(await host.card(request.id)).toMatchObject({ state: "failed" });
    expect(await listDeployFollows(host.stage.cast.worker)).toEqual([]);
  });

  it("whose artefact has expired is refused by the host, and said so", async () => {
    await hostControl(`PUT /render/${host.slug}/artifacts`, { kept: 1 });
    const { id, code } = await host.run("deploy.rollback");
    await hostControl(`DELETE /render/${host.slug}/artifacts`);
    expect(code).toBe("host_refused");
    expect(await host.card(id)).toMatchObject({ state: "failed", failureCode: "host_refused" });
  });

  it("does not run when auto-deploy can't be switched off: the next push would bring it back", async () => {
    await control.setFault("render/settings", { status: 503 });
    const since = new Date();
    expect((await host.run("deploy.rollback")).code).toBe("auto_deploy_not_paused");
    expect(await host.calls(since, /rollback/)).toEqual([]);
  });

  it("reminds nobody of an auto-deploy that could not be switched off", async () => {
    await control.setFault("render/settings", { status: 503 });
    const { id } = await host.run("deploy.rollback");
    expect(await host.query("SELECT FROM auto_deploy_pauses WHERE request_id = $1 AND ended_at IS NULL", [id])).toEqual(
      [],
    );
    expect(await remindersAfter(id, 25)).toEqual([]);
  });

  it("goes on when switching auto-deploy off was not answered and can be read", async () => {
    await control.setFault("render/settings", { answerLost: true });
    expect((await host.run("deploy.rollback")).code).toBe("ok");
  });

  it("is not offered while one to the same commit is on its way", async () => {
    await host.run("deploy.rollback");
    expect(await host.preview("deploy.rollback")).toBe("rollback_under_way");
  });

  it("is refused by a key that was rotated, told as ours", async () => {
    const request = await host.ready("deploy.rollback");
    await hostControl("PUT /render/api-key");
    expect(codeOf(await host.stage.confirm(request))).toBe("host_credential_refused");
  });
});

describe("deploy.rollback-emergency", () => {
  const alone = () => host.preview("deploy.rollback-emergency");

  it("is there only while our own probes say sev1 and suspect the deploy that serves", async () => {
    expect(await alone()).toBe("deploy_not_suspected");
    const live = await host.serving();
    await suspected(host.query, host.app, "dep-before");
    expect(await alone()).toBe("deploy_not_suspected");
    await suspected(host.query, host.app, live);
    expect(await alone()).toBe("ok");
  });

  it("is there for each of two apps that a deploy of its own broke", async () => {
    await suspected(host.query, host.app, await host.serving());
    const value = { role: "app", deploy: "dep-other", deployedAt: new Date(Date.now() - 120_000).toISOString() };
    await samplesOf(host.query, "app/accounts", [{ status: "down", detail: "timed_out", from: 60, until: 1 }]);
    await samplesOf(host.query, "render/accounts", [{ status: "ok", from: 60, until: 1, value }]);
    const seen = await triage(host.stage.cast.worker);
    expect([seen.suspectedDeploy, seen.suspectedDeploys.length]).toEqual(["dep-other", 2]);
    expect(await alone()).toBe("ok");
    const { suspicions } = await deploysView(host.stage.cast.worker, null);
    expect(suspicions.map((each) => [each.app, each.alone])).toEqual([
      ["accounts", true],
      [host.app, true],
    ]);
    await host.query("DELETE FROM probe_samples WHERE probe IN ('app/accounts', 'render/accounts')");
  });

  it("is there by what was measured, whatever a person says of it", async () => {
    await host.stage.cast.people.admin.actor();
    await heldOverride(host.query, host.stage.cast.people.admin.email);
    await host.query("DELETE FROM probe_samples");
    expect(await alone()).toBe("deploy_not_suspected");
    await suspected(host.query, host.app, await host.serving());
    expect(await triage(host.stage.cast.worker)).toMatchObject({ category: "webhook_backlog", severity: "sev3" });
    expect(await alone()).toBe("ok");
    await forgetOverrides(host.query);
  });

  it("runs alone, pages every admin, and owes a review", async () => {
    const live = await host.serving();
    await suspected(host.query, host.app, live);
    const { id, code } = await host.run("deploy.rollback-emergency");
    expect(code).toBe("ok");
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    expect(await host.query("SELECT urgency FROM notices WHERE dedup_key = $1", [`emergency.ran/${id}`])).toEqual([
      { urgency: "page" },
    ]);
    expect(await host.query("SELECT 1 AS one FROM reviews WHERE subject_id = $1", [id])).toEqual([{ one: 1 }]);
  });

  it("does not run once nobody suspects it any more", async () => {
    const live = await host.serving();
    await suspected(host.query, host.app, live);
    const request = await host.ready("deploy.rollback-emergency");
    await host.query("DELETE FROM probe_samples WHERE probe = $1", [`app/${host.app}`]);
    expect(codeOf(await host.stage.confirm(request))).toBe("deploy_not_suspected");
  });
});
