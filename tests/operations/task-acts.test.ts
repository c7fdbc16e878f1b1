import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { performRoutine } from "@/lib/operations/perform/routine";
import { jobLogView } from "@/lib/tasks/queries/job-log";
import { tasksView } from "@/lib/tasks/queries/list-tasks";
import { must, newRef } from "../support/acts";
import { control } from "../support/control";
import { relyingParties } from "../support/deliveries";
import { TaskStage } from "../support/task-stage";
import { anybody } from "../support/tasks";

let tasks: TaskStage;
beforeAll(async () => {
  tasks = await TaskStage.open();
});
beforeEach(() => tasks.begin());
afterEach(() => tasks.calm());
afterAll(() => tasks.close());

const purge = (user: string) => tasks.run("identity.purge-cache", { user });

describe("identity.purge-cache-all and identity.show-cache", () => {
  it("empty everybody's entries, and show what is left of one: nothing", async () => {
    const user = anybody();
    const left = await tasks.cached(user);
    const all = await tasks.run("identity.purge-cache-all", {});
    expect(all.code).toBe("ok");
    await tasks.followed();
    expect(await tasks.card(all.id)).toMatchObject({ state: "succeeded" });
    expect(await left()).toEqual([]);
    const show = await tasks.run("identity.show-cache", { user });
    await tasks.followed();
    expect(await tasks.card(show.id)).toMatchObject({ state: "succeeded" });
  });
});

describe("job.cancel", () => {
  it("stops a job that runs; its request is failed as canceled, and a job that has ended is left alone", async () => {
    await tasks.fate("stuck");
    const { id } = await purge(anybody());
    await tasks.pass();
    expect(await tasks.perform("job.cancel", { request: id })).toBe("ok");
    await tasks.pass();
    expect(await tasks.card(id)).toMatchObject({ state: "failed", failureCode: "task_canceled" });
    expect(await tasks.perform("job.cancel", { request: id })).toBe("task_ended");
    expect(await tasks.perform("job.cancel", { request: crypto.randomUUID() })).toBe("task_not_found");
  });

  it("whose answer is lost is unknown, and is found by looking", async () => {
    await tasks.fate("stuck");
    const { id } = await purge(anybody());
    await control.setFault("render/cancel-job", { answerLost: true });
    const actor = await tasks.stage.cast.people.admin.actor();
    const done = await performRoutine(actor, newRef(), { operation: "job.cancel", input: { request: id } });
    expect(done).toMatchObject({ ok: false, refusal: { code: "outcome_unknown" } });
    const canceling = done.ok ? "" : String(done.refusal.facts?.requestId);
    await control.clearFaults();
    expect(await tasks.reconcile(canceling)).toBe("ok");
    expect(await tasks.card(canceling)).toMatchObject({ state: "succeeded" });
  });
});

describe("tasks as pages show them", () => {
  it("print for who handles incidents alone", async () => {
    const user = anybody();
    const { id } = await tasks.run("identity.show-cache", { user });
    await tasks.followed();
    const { responder, manager } = tasks.stage.cast.people;
    const log = must(await jobLogView(await responder.actor(), id));
    expect(log.map(({ message }) => message)).toContain(`no entry of user ${user}`);
    await expect(jobLogView(await manager.actor(), id)).rejects.toMatchObject({ refusal: { code: "not_allowed" } });
    await expect(jobLogView(await responder.actor(), crypto.randomUUID())).rejects.toMatchObject({
      refusal: { code: "task_not_found" },
    });
  });

  it("are those of one person, or all, newest first, with who asked", async () => {
    const [user, other] = [anybody(), anybody()];
    const [first, second] = [await purge(user), await purge(other)];
    const actor = await tasks.stage.cast.people.manager.actor();
    expect((await tasksView(actor, user)).tasks).toMatchObject([
      { requestId: first.id, given: [user], by: "Mina Seo" },
    ]);
    const all = (await tasksView(actor, null)).tasks.map(({ requestId }) => requestId);
    expect(all.slice(0, 2)).toEqual([second.id, first.id]);
    await tasks.followed();
  });
});

describe("relying-party.backfill-links", () => {
  it("is done when every confirmed link was sent to it", async () => {
    const { owner } = tasks.stage.cast.outbox;
    const id = relyingParties.gaonEnergy;
    const { rows: kept } = await owner.query<{ id: string }>(
      `DELETE FROM identity_link_mirrors WHERE oauth_application_id = $1 AND identity_link_id IN (
         SELECT identity_link_id FROM identity_link_mirrors mirror JOIN identity_links link ON link.id = mirror.identity_link_id
          WHERE mirror.oauth_application_id = $1 AND link.state = 'confirmed' LIMIT 3) RETURNING identity_link_id::text AS id`,
      [id],
    );
    expect(kept).toHaveLength(3);
    const { id: asked, code } = await tasks.run("relying-party.backfill-links", { id });
    expect(code).toBe("ok");
    await tasks.followed();
    expect(await tasks.card(asked)).toMatchObject({ state: "succeeded" });
    const { rowCount } = await owner.query(
      "SELECT 1 FROM identity_link_mirrors WHERE oauth_application_id = $1 AND identity_link_id = ANY ($2)",
      [id, kept.map((each) => each.id)],
    );
    expect(rowCount).toBe(3);
  });
});
