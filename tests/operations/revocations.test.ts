import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { performRoutine } from "@/lib/operations/perform/routine";
import { stepRevocation } from "@/lib/operations/sessions/step";
import { codeOf, newRef } from "../support/acts";
import { control } from "../support/control";
import { ownerOf } from "../support/owner";
import { RevocationStage } from "../support/revocation-stage";
import { forgetRevocations } from "../support/revocations";

let stage: RevocationStage;
beforeAll(async () => {
  stage = await RevocationStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await control.clearFaults();
  await control.resetCustomers();
  await forgetRevocations(ownerOf(stage.own));
  stage.refused.length = 0;
});

const backend = "clerk-managed/backend";
const stop = async (operation: "revocation.pause" | "revocation.cancel", request: string): Promise<string> =>
  codeOf(await performRoutine(stage.person, newRef(), { operation, input: { request } }));
const asked = async (since: Date): Promise<string[]> =>
  (await control.journal({ neighbour: "clerk-managed", since }))
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path);

describe("everyone's sessions", () => {
  it("are revoked on every page of customers and of sessions, each once, until nothing is open", async () => {
    const { active: before } = await control.customerSessions();
    await control.generateCustomers({ users: 501, sessions: 11 });
    const id = await stage.begun();
    const view = await stage.drive(stage.worker(), id);
    expect(view).toMatchObject({
      state: "finished",
      usersSeen: 801,
      revoked: before + 501 * 11,
      gone: 0,
      failed: 0,
      left: 0,
      pass: 2,
    });
    expect(await control.customerSessions()).toMatchObject({ active: 0 });
    expect(await stage.request(id)).toEqual({ state: "succeeded", code: null });
  }, 180_000);

  it("of one customer with more than a page of them are all found", async () => {
    const [user] = (await control.generateCustomers({ users: 1, sessions: 1_203 })).ids;
    const id = await stage.begun({ userId: user ?? "", usersTotal: 1 });
    expect(await stage.drive(stage.worker(), id)).toMatchObject({ state: "finished", revoked: 1_203, left: 0 });
  }, 60_000);

  it("of who is left out stay, and so do those that began later", async () => {
    const { ids } = await control.generateCustomers({ users: 2, sessions: 2 });
    const id = await stage.begun({ exceptUsers: ids.slice(0, 1) });
    await control.generateCustomers({ users: 1, sessions: 3 });
    const view = await stage.drive(stage.worker(), id);
    expect(view).toMatchObject({ state: "finished", left: 0, excepted: 1 });
    expect(await control.customerSessions()).toMatchObject({ active: 2 + 3 });
  }, 60_000);

  it("begin with three customers, and go no further when their sessions do not end", async () => {
    await control.setFault("clerk-managed/revoke", { status: 422 });
    const id = await stage.begun();
    const view = await stage.drive(stage.worker(), id, ({ state }) => state === "paused");
    expect(view).toMatchObject({ state: "paused", trouble: "canary_failed", phase: "canary", revoked: 0 });
    expect(view.failed).toBeLessThanOrEqual(9);
    expect(view.failures).toEqual([{ reason: expect.any(String), sessions: view.failed }]);
    const { rows } = await stage.own.owner.query("SELECT kind, urgency, roles FROM notices WHERE href = $1", [
      `/operations/${id}`,
    ]);
    expect(rows).toEqual([{ kind: "revocation.held", urgency: "page", roles: ["responder", "admin"] }]);
  });

  it("of whom Clerk refuses are told as left open, and the request fails", async () => {
    const [user] = (await control.generateCustomers({ users: 1, sessions: 3 })).ids;
    await control.setFault("clerk-managed/revoke", { status: 422 });
    const id = await stage.begun({ userId: user ?? "", usersTotal: 1 });
    expect(await stage.drive(stage.worker(), id)).toMatchObject({ state: "finished", failed: 3, left: 3, revoked: 0 });
    expect(await stage.request(id)).toEqual({ state: "failed", code: "sessions_left_open" });
  });

  it("that ended before are told as gone", async () => {
    const { ids } = await control.generateCustomers({ users: 1, sessions: 2 });
    const user = ids[0] ?? "";
    const id = await stage.begun({ userId: user, usersTotal: 1 });
    const at = async (place: string): Promise<void> => {
      if (place === "before revoke") await control.removeCustomer(user);
    };
    const view = await stage.drive(stage.worker({ at }), id);
    expect(view).toMatchObject({ state: "finished", gone: 2, revoked: 0, failed: 0, left: 0 });
  });

  it("of who signs up while pages are walked are looked for as well", async () => {
    let came = false;
    const id = await stage.begun({ begunBefore: null });
    // Their sessions count as older: an import brings them along.
    await stage.own.owner.query(
      "UPDATE session_revocations SET begun_before = now() + interval '1 hour' WHERE request_id = $1",
      [id],
    );
    const at = async (place: string): Promise<void> => {
      if (place !== "after settle" || came) return;
      came = true;
      await control.generateCustomers({ users: 7, sessions: 2 });
    };
    expect(await stage.drive(stage.worker({ at }), id)).toMatchObject({ state: "finished", usersSeen: 307, left: 0 });
    expect(await control.customerSessions()).toMatchObject({ active: 0 });
  }, 60_000);

  it("go on behind a customer who was removed while their page was the last", async () => {
    const { ids } = await control.generateCustomers({ users: 120, sessions: 1 });
    const id = await stage.begun();
    const seen = await stage.drive(stage.worker(), id, ({ usersSeen }) => usersSeen > 300);
    expect(seen.usersSeen).toBeLessThan(420);
    const { rows } = await stage.own.owner.query<{ cursor: string }>(
      "SELECT cursor_id AS cursor FROM session_revocations WHERE request_id = $1",
      [id],
    );
    expect(ids).toContain(rows[0]?.cursor);
    await control.removeCustomer(rows[0]?.cursor ?? "");
    expect(await stage.drive(stage.worker(), id)).toMatchObject({ state: "finished", left: 0 });
    expect(await control.customerSessions()).toMatchObject({ active: 0 });
  }, 60_000);
});

describe("when Clerk", () => {
  it("says that it is asked too often, all calls wait as long as it says, and none is lost", async () => {
    const { active } = await control.customerSessions();
    await control.setFault(backend, { rateLimit: 60, retryAfterSeconds: 1 });
    const [id, since] = [await stage.begun(), Date.now()];
    const view = await stage.drive(stage.worker(), id);
    expect(view).toMatchObject({ state: "finished", revoked: active, failed: 0, left: 0 });
    expect(view.putOff).toBeGreaterThan(0);
    // Eight are on their way at once; whoever hears it last has heard it for all.
    const refused = (await control.journal({ neighbour: "clerk-managed", since: new Date(since) })).filter(
      ({ status }) => status === 429,
    );
    const secondsGone = (Date.now() - since) / 1_000;
    expect(refused.length).toBeLessThanOrEqual(8 * (secondsGone + 1));
  }, 120_000);

  it("does not answer, says so, and goes on by itself where it was", async () => {
    const { active } = await control.customerSessions();
    const id = await stage.begun();
    await stage.drive(stage.worker(), id, ({ usersSeen }) => usersSeen > 60);
    await control.setFault(backend, { outage: true });
    expect(await stepRevocation(stage.worker(), id)).toBe(false);
    const seen = await stage.view(id);
    expect(seen).toMatchObject({ state: "running", trouble: "clerk_unreachable" });
    expect(await stepRevocation(stage.worker(), id)).toBe(false);
    expect(await stage.view(id)).toMatchObject({ usersSeen: seen.usersSeen });
    await control.clearFaults();
    expect(await stage.drive(stage.worker(), id)).toMatchObject({
      revoked: active,
      usersSeen: 300,
      left: 0,
      trouble: null,
    });
  }, 60_000);

  it("does not know our key any more, says so, and asks for nothing else", async () => {
    await control.setFault(backend, { status: 401 });
    const [id, since] = [await stage.begun(), new Date()];
    expect(await stepRevocation(stage.worker(), id)).toBe(false);
    expect(await stage.view(id)).toMatchObject({ trouble: "clerk_refused", usersSeen: 0 });
    expect(await asked(since)).toEqual([]);
  });

  it("does what was asked and its answer is lost, it counts as revoked, once", async () => {
    const { active } = await control.customerSessions();
    const id = await stage.begun();
    await stage.drive(stage.worker(), id, ({ phase }) => phase === "sweep");
    await control.setFault("clerk-managed/revoke", { answerLost: true });
    expect(await stepRevocation(stage.worker(), id)).toBe(false);
    await control.clearFaults();
    expect(await stage.drive(stage.worker(), id)).toMatchObject({ revoked: active, gone: 0, failed: 0, left: 0 });
  }, 60_000);
});

describe("people", () => {
  it("pause it midway, and nothing is revoked until somebody resumes it", async () => {
    const id = await stage.begun();
    await stage.drive(stage.worker(), id, ({ usersSeen }) => usersSeen > 60);
    expect(await stop("revocation.pause", id)).toBe("ok");
    const [since, { active }] = [new Date(), await control.customerSessions()];
    await stepRevocation(stage.worker(), id);
    expect(await asked(since)).toEqual([]);
    expect(await control.customerSessions()).toMatchObject({ active });
    expect(active).toBeGreaterThan(0);
  }, 60_000);

  it("pause it within a page: the calls that are left are not made", async () => {
    const [user] = (await control.generateCustomers({ users: 1, sessions: 100 })).ids;
    const id = await stage.begun({ userId: user ?? "", usersTotal: 1 });
    const { active } = await control.customerSessions();
    let paused = "";
    const at = async (place: string): Promise<void> => {
      if (place === "before revoke") paused ||= await stop("revocation.pause", id);
    };
    // So slowly that all of them would take five seconds, and whoever holds the lease looks once a second.
    await stepRevocation(stage.worker({ at, callsPerSecond: 20 }), id);
    expect(paused).toBe("ok");
    const { active: left } = await control.customerSessions();
    expect(active - left).toBeLessThan(60);
    expect((await stage.view(id)).revoked).toBe(active - left);
    const { rows } = await stage.own.owner.query(
      "SELECT FROM revoked_sessions WHERE request_id = $1 AND state = 'asked'",
      [id],
    );
    expect(rows).toEqual([]);
  }, 60_000);

  it("cancel it midway: it ends, tells what was done, and revokes nothing more", async () => {
    const id = await stage.begun();
    const { usersSeen } = await stage.drive(stage.worker(), id, (view) => view.usersSeen > 60);
    const { active } = await control.customerSessions();
    expect(await stop("revocation.cancel", id)).toBe("ok");
    const view = await stage.drive(stage.worker(), id);
    expect(view).toMatchObject({ state: "canceled", usersSeen, left: null });
    expect(await control.customerSessions()).toMatchObject({ active });
    expect(await stage.request(id)).toEqual({ state: "failed", code: "revocation_canceled" });
    expect(await stop("revocation.cancel", id)).toBe("revocation_over");
  }, 60_000);
});

describe("workers", () => {
  it("of two at once one goes on, and the other leaves it alone", async () => {
    const { active } = await control.customerSessions();
    const [id, since] = [await stage.begun(), new Date()];
    const [one, other] = [stage.worker(), stage.worker()];
    await Promise.all([stage.drive(one, id), stage.drive(other, id)]);
    const paths = await asked(since);
    expect(paths.length).toBe(active);
    expect(new Set(paths).size).toBe(active);
    expect(await stage.view(id)).toMatchObject({ revoked: active, usersSeen: 300, left: 0 });
  }, 60_000);

  it("that slept until somebody else had gone on write nothing down", async () => {
    const { active } = await control.customerSessions();
    const id = await stage.begun();
    await stage.drive(stage.worker(), id, ({ phase }) => phase === "sweep");
    const at = async (place: string): Promise<void> => {
      if (place !== "after revoke") return;
      await stage.own.owner.query("UPDATE session_revocations SET lease_until = now() - interval '1 second'");
      await stage.drive(stage.worker(), id);
    };
    await stepRevocation(stage.worker({ at }), id);
    expect(stage.refused.splice(0)).toEqual(["revocation_over"]);
    expect(await stage.view(id)).toMatchObject({ revoked: active, usersSeen: 300, left: 0 });
  }, 60_000);

  it("leave one row of the record for each page that ended something, and one for the end", async () => {
    const id = await stage.begun();
    await stage.drive(stage.worker(), id);
    const { rows } = await stage.own.owner.query<{ entry: string }>(
      "SELECT entry FROM record WHERE entry LIKE '%revocation.advance%' AND entry LIKE $1 ORDER BY seq",
      [`%${id}%`],
    );
    const facts = rows.map(({ entry }) => (JSON.parse(entry) as { facts: Record<string, number | string> }).facts);
    const view = await stage.view(id);
    expect(facts.reduce((sum, { end, revoked }) => sum + (end ? 0 : Number(revoked)), 0)).toBe(view.revoked);
    expect(facts.at(-1)).toMatchObject({ end: "finished", left: 0 });
    expect(JSON.stringify(rows)).not.toContain("sess_");
  }, 60_000);
});
