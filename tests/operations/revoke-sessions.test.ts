import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { stepRevocation } from "@/lib/operations/sessions/step";
import { codeOf, must, newRef, ready, stored } from "../support/acts";
import { control } from "../support/control";
import { characters, clerkIdOf } from "../support/customers";
import { ownerOf } from "../support/owner";
import { RevocationStage } from "../support/revocation-stage";
import { endedRevocation, forgetRevocations, stuckRevocation } from "../support/revocations";
import { Stage } from "../support/stage";

let asking: Stage;
let stage: RevocationStage;
beforeAll(async () => {
  asking = await Stage.open();
  stage = new RevocationStage(asking.cast.own, await asking.cast.people.admin.actor());
});
afterAll(async () => {
  await control.resetCustomers();
  await asking.close();
});
beforeEach(async () => {
  await control.resetCustomers();
  await forgetRevocations(ownerOf(stage.own));
});
afterEach(() => control.clearFaults());

const show = async (operation: string, input: unknown) =>
  previewOperation(await asking.cast.people.admin.actor(), newRef(), { operation, input });

describe("session.revoke-everyone", () => {
  it("tells how many customers, about how many sessions, what it costs, and that it is a mass logout", async () => {
    const { lines, warnings, blast, reversible } = must(await show("session.revoke-everyone", {})).preview;
    expect([blast.people, reversible]).toEqual([300, false]);
    const said = Object.fromEntries(
      lines.map(({ key, values }) => [key.replace("sessions.preview.", ""), values ?? {}]),
    );
    expect(said.everyone).toMatchObject({ users: 300, sampled: 18 });
    // 449 are open; eighteen customers say it as well as they can.
    expect(Number(said.everyone?.sessions)).toBeGreaterThan(200);
    expect(Number(said.everyone?.sessions)).toBeLessThan(800);
    expect(said.cost).toMatchObject({ rate: 80, limit: 1_000, minutes: 1 });
    expect(said.tokens).toEqual({ seconds: 60 });
    expect(warnings.map(({ key }) => key)).toContain("sessions.preview.massLogout");
  });

  it("is asked for, approved and confirmed, and begins with the moment in which it is confirmed", async () => {
    const { approver, people } = asking.cast;
    expect(approver.email).not.toBe(people.admin.email);
    const request = await asking.readyWithApproval(people.admin, { operation: "session.revoke-everyone", input: {} });
    const before = new Date();
    expect(codeOf(await asking.confirm(request))).toBe("ok");
    const view = await stage.view(request.id);
    expect(new Date(view.begunBefore).getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
    expect(view).toMatchObject({ state: "running", phase: "canary", usersTotal: 300, callsPerSecond: 80 });
    expect(await stage.drive(stage.worker(), request.id)).toMatchObject({ left: 0, state: "finished" });
    expect(await control.customerSessions()).toMatchObject({ active: 0 });
    expect(await stage.request(request.id)).toEqual({ state: "succeeded", code: null });
  }, 60_000);

  it("is not asked for while another one goes on, and of two at once one begins", async () => {
    const id = await stage.begun();
    expect(codeOf(await show("session.revoke-everyone", {}))).toBe("revocation_under_way");
    await expect(stage.begun()).rejects.toThrow("somebody else was faster");
    expect(await stage.view(id)).toMatchObject({ state: "running" });
  });

  it("never begins later than now, whatever it was asked for", async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const view = await stage.view(await stage.begun({ begunBefore: later }));
    expect(view.begunBefore < later).toBe(true);
  });

  it("is refused where Clerk does not answer", async () => {
    await control.setFault("clerk-managed/backend", { outage: true });
    expect(codeOf(await show("session.revoke-everyone", {}))).toBe("clerk_unreachable");
  });
});

describe("session.revoke-person", () => {
  it("ends every open session of theirs, and nobody else's", async () => {
    const user = await clerkIdOf(characters.well);
    const { active } = await control.customerSessions();
    const request = await ready(asking.cast.people.responder, { operation: "session.revoke-person", input: { user } });
    expect(codeOf(await asking.confirm({ ...request, person: asking.cast.people.responder }))).toBe("ok");
    const view = await stage.drive(stage.worker(), request.id);
    expect(view).toMatchObject({ scope: "person", userId: user, revoked: 2, left: 0, state: "finished" });
    expect(await control.customerSessions()).toMatchObject({ active: active - 2 });
  });

  it("is refused for somebody whom Clerk does not have", async () => {
    expect(codeOf(await show("session.revoke-person", { user: "user_nobody" }))).toBe("person_not_found");
  });

  it("is shown anew when somebody else has done it since", async () => {
    const user = await clerkIdOf(characters.well);
    const request = await ready(asking.cast.people.responder, { operation: "session.revoke-person", input: { user } });
    await endedRevocation(ownerOf(stage.own), "jae@ops.example", user);
    expect(codeOf(await asking.confirm({ ...request, person: asking.cast.people.responder }))).toBe("target_changed");
  });
});

describe("revocation.resume", () => {
  it("is for who asked, and for admins", async () => {
    const query = ownerOf(stage.own);
    const input = { request: await stuckRevocation(query, "jae@ops.example", { state: "paused" }) };
    const foreign = await previewOperation(await asking.cast.people.responder.actor(), newRef(), {
      operation: "revocation.resume",
      input,
    });
    expect(codeOf(foreign)).toBe("request_not_yours");
    expect(codeOf(await show("revocation.resume", input))).toBe("ok");
  });

  it("goes on where it was paused", async () => {
    const id = await stage.begun();
    const { usersSeen } = await stage.drive(stage.worker(), id, (view) => view.usersSeen > 60);
    const pause = { operation: "revocation.pause", input: { request: id } };
    expect(codeOf(await performRoutine(stage.person, newRef(), pause))).toBe("ok");
    const request = await ready(asking.cast.people.admin, { operation: "revocation.resume", input: { request: id } });
    expect(codeOf(await asking.confirm({ ...request, person: asking.cast.people.admin }))).toBe("ok");
    const view = await stage.drive(stage.worker(), id);
    expect(view).toMatchObject({ usersSeen: 300, left: 0, state: "finished" });
    expect(usersSeen).toBeLessThan(300);
  }, 60_000);

  it.each(["revocation.resume", "revocation.pause", "revocation.cancel"] as const)(
    "whoever looks at one that its canary held settles the page that called for somebody, by %s, once",
    async (operation) => {
      await control.setFault("clerk-managed/revoke", { status: 422 });
      const id = await stage.begun();
      await stage.drive(stage.worker(), id, ({ state }) => state === "paused");
      await control.clearFaults();
      const act = { operation, input: { request: id } };
      const { admin } = asking.cast.people;
      const looksAt = async () =>
        operation === "revocation.resume"
          ? asking.confirm({ ...(await ready(admin, act)), person: admin })
          : performRoutine(stage.person, newRef(), act);
      expect(codeOf(await looksAt())).toBe("ok");
      const { rows } = await stage.own.owner.query<{ kind: string; key: string; settles: string | null }>(
        "SELECT kind, dedup_key AS key, settles FROM notices WHERE href = $1 AND kind LIKE 'revocation.%' ORDER BY seq",
        [`/operations/${id}`],
      );
      const [held, looked, ...more] = rows;
      expect([held?.kind, held?.settles]).toEqual(["revocation.held", null]);
      expect([looked?.kind, looked?.settles, more]).toEqual(["revocation.looked-at", held?.key, []]);
      await performRoutine(stage.person, newRef(), { operation: "revocation.cancel", input: { request: id } });
      await stage.drive(stage.worker(), id);
      const { rowCount } = await stage.own.owner.query(
        "SELECT FROM notices WHERE href = $1 AND kind = 'revocation.looked-at'",
        [`/operations/${id}`],
      );
      expect(rowCount).toBe(1);
    },
    60_000,
  );

  it("is refused of one that goes on, or is over", async () => {
    const id = await stage.begun();
    expect(codeOf(await show("revocation.resume", { request: id }))).toBe("nothing_to_change");
    await forgetRevocations(ownerOf(stage.own));
    expect(codeOf(await show("revocation.resume", { request: id }))).toBe("revocation_not_found");
  });
});

describe("revocation.advance", () => {
  it("writes nothing for a worker that does not hold it", async () => {
    const request = await stuckRevocation(ownerOf(stage.own), "jae@ops.example");
    const input = { requestId: request, page: null, end: "finished", left: 0 };
    const done = await performRoutine(asking.cast.worker, newRef(), { operation: "revocation.advance", input });
    expect(codeOf(done)).toBe("revocation_over");
    expect(await stage.view(request)).toMatchObject({ state: "running", finalAt: null });
  });

  it("is no business of a paused one: nothing is asked of Clerk", async () => {
    const request = await stuckRevocation(ownerOf(stage.own), "jae@ops.example", { state: "paused" });
    await stage.own.owner.query("UPDATE session_revocations SET lease_until = NULL, lease_holder = NULL");
    const since = new Date();
    expect(await stepRevocation(stage.worker(), request)).toBe(true);
    const told = await control.journal({ neighbour: "clerk-managed", since });
    expect(told.filter(({ method }) => method === "POST")).toEqual([]);
  });
});

it("a responder does not ask for everyone's", async () => {
  const { people } = asking.cast;
  const asked = stored(await people.responder.actor(), { operation: "session.revoke-everyone", input: {} });
  await expect(asked).rejects.toThrow("not_allowed");
});
