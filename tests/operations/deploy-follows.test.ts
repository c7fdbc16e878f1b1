import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listDeployFollows } from "@/lib/deploys/queries/list-follows";
import { performRoutine } from "@/lib/operations/perform/routine";
import { must, newRef } from "../support/acts";
import { control } from "../support/control";
import { pushed, settledHost } from "../support/host";
import { HostStage } from "../support/host-stage";

let host: HostStage;
beforeAll(async () => {
  host = await HostStage.open();
});
beforeEach(() => host.begin());
afterEach(() => host.calm());
afterAll(() => host.close());

describe("deploy.follow", () => {
  it("keeps what it follows while the host can't be asked, and a request that goes on is not taken for lost", async () => {
    const { id } = await host.run("deploy.trigger");
    await host.query("UPDATE action_requests SET started_at = now() - interval '10 minutes' WHERE id = $1", [id]);
    await control.setFault("render", { outage: true });
    await host.pass();
    must(await performRoutine(host.stage.cast.worker, newRef(), { operation: "request.sweep", input: {} }));
    expect(await host.card(id)).toMatchObject({ state: "running" });
    await control.clearFaults();
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
  });

  it("an hour later nobody waits any more, and the request is unknown", async () => {
    const { id } = await host.run("deploy.trigger");
    await host.query("UPDATE deploy_follows SET started_at = now() - interval '2 hours' WHERE request_id = $1", [id]);
    await host.pass();
    expect(await host.card(id)).toMatchObject({ state: "unknown" });
    await pushed(host.slug);
    await settledHost(host.serviceId);
    expect(await host.reconcile(id)).toBe("ok");
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
  });

  it("a deploy that the host has forgotten is waited for an hour, and then nobody knows", async () => {
    const { id } = await host.run("deploy.trigger");
    await host.query("UPDATE deploy_follows SET deploy_id = 'dep-forgotten0000000000' WHERE request_id = $1", [id]);
    await host.pass();
    expect(await host.card(id)).toMatchObject({ state: "running" });
    await host.query("UPDATE deploy_follows SET started_at = now() - interval '2 hours' WHERE request_id = $1", [id]);
    await host.pass();
    expect(await host.card(id)).toMatchObject({ state: "unknown" });
    expect(await listDeployFollows(host.stage.cast.worker)).toEqual([]);
    await settledHost(host.serviceId);
  });
});
