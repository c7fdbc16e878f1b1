import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { performRoutine } from "@/lib/operations/perform/routine";
import { triage } from "@/lib/triage/queries/triage";
import { codeOf, newRef } from "../support/acts";
import { hold, isWaiting } from "../support/databases";
import { forgetOverrides, heldOverride, verdict } from "../support/overrides";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { jae, mina, type Person, sol } from "../support/people";
import { recordedKinds } from "../support/record";
import { samplesOf } from "../support/samples";

let own: OwnConsole;
let responder: Person;
const reader = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
  responder = await mina();
  await responder.actor();
});
beforeEach(async () => {
  await forgetOverrides(ownerOf(own));
  await own.owner.query("TRUNCATE probe_samples, worker_heartbeats");
  for (const probe of ["clerk_api", "clerk_frontend", "idp_up", "idp_jwks", "idp_database"] as const)
    await samplesOf(ownerOf(own), probe, [{ status: "ok", from: 120, until: 0 }]);
});
afterAll(() => own.close());

async function perform(person: Person, name: string, input: unknown, ref = newRef()): Promise<string> {
  return codeOf(await performRoutine(await person.actor(), ref, { operation: `triage.${name}`, input }));
}

describe("triage.override", () => {
  it("has a person's verdict hold, with what the probes say beside it, and is recorded", async () => {
    const ref = newRef();
    expect(await perform(responder, "override", verdict, ref)).toBe("ok");
    expect(await triage(reader)).toMatchObject({
      category: "webhook_backlog",
      severity: "sev3",
      recommended: ["delivery.retry"],
      contradictions: [],
      override: {
        category: "webhook_backlog",
        severity: "sev3",
        reason: verdict.reason,
        by: "Mina Seo",
        measured: { category: "healthy", severity: "none" },
      },
    });
    expect(await recordedKinds(own.owner, ref)).toEqual(["intent", "outcome"]);
  });

  it("says so when the probes see something graver, since the first bad look", async () => {
    expect(await perform(responder, "override", verdict)).toBe("ok");
    await samplesOf(ownerOf(own), "idp_jwks", [{ status: "down", from: 185, until: 0, every: 5 }]);
    await own.owner.query("DELETE FROM probe_samples WHERE probe = 'idp_jwks' AND status = 'ok'");
    const told = await triage(reader);
    expect(told).toMatchObject({
      severity: "sev3",
      override: { measured: { category: "jwks_kid", severity: "sev1" } },
      contradictions: [{ kind: "measured_graver", probe: "idp_jwks", minutes: 3 }],
    });
    expect(Date.now() - Date.parse(told.since ?? "")).toBeGreaterThan(180_000);
  });

  it("holds nothing against something graver that is worse than the probes' word", async () => {
    expect(await perform(responder, "override", { ...verdict, severity: "sev1" })).toBe("ok");
    expect((await triage(reader)).contradictions).toEqual([]);
  });

  it("holds one at a time, also of two who speak at once", async () => {
    const people = [responder, await jae(), await sol()];
    const said = await Promise.all(people.map((person) => perform(person, "override", verdict)));
    expect(said.toSorted()).toEqual(["ok", "override_holds", "override_holds"]);
  });

  it("holds the first of two that come at the same instant", async () => {
    const faster = await hold(
      own.owner,
      `INSERT INTO triage_overrides (id, category, severity, reason, person_id, ends_at)
       SELECT gen_random_uuid(), 'webhook_backlog', 'sev2', 'They told us of it.', id, now() + interval '4 hours'
         FROM people WHERE email = $1`,
      [responder.email],
    );
    const slower = perform(responder, "override", verdict);
    try {
      await expect.poll(() => isWaiting(own.owner, "sallyport-console"), { interval: 5 }).toBe(true);
    } finally {
      await faster.release();
    }
    expect(await slower).toBe("override_holds");
    expect((await triage(reader)).severity).toBe("sev2");
  });

  it("is over after four hours by the database's clock, and makes room for another", async () => {
    await heldOverride(ownerOf(own), responder.email, { since: 4 * 3_600 - 60 });
    expect((await triage(reader)).override).not.toBeNull();
    await heldOverride(ownerOf(own), responder.email, { since: 4 * 3_600 + 1 });
    expect(await triage(reader)).toMatchObject({ category: "healthy", override: null });
    expect(await perform(responder, "clear-override", {})).toBe("no_override");
    expect(await perform(responder, "override", verdict)).toBe("ok");
  });

  it.each([
    ["a reason that says nothing", { reason: "because" }],
    ["a reason of spaces", { reason: " ".repeat(20) }],
    ["a reason without end", { reason: "x".repeat(501) }],
    ["a NUL", { reason: "a\u0000bcdefghijk" }],
    ["health that is grave", { category: "healthy" }],
    ["trouble that is none", { severity: "none" }],
    ["somebody who does not know either", { category: "unknown", severity: "none" }],
    ["a category that nobody knows", { category: "weather" }],
    ["a longer time", { hours: 8 }],
  ])("refuses %s", async (_what, change) => {
    expect(await perform(responder, "override", { ...verdict, ...change })).toBe("invalid_input");
  });

  it("takes health for an answer: a false alarm", async () => {
    expect(await perform(responder, "override", { ...verdict, category: "healthy", severity: "none" })).toBe("ok");
  });
});

describe("triage.clear-override", () => {
  it("ends what holds, by anybody who may, once", async () => {
    expect(await perform(responder, "override", verdict)).toBe("ok");
    expect(await perform(await sol(), "clear-override", {})).toBe("ok");
    expect(await triage(reader)).toMatchObject({ category: "healthy", severity: "none", override: null });
    expect(await perform(responder, "clear-override", {})).toBe("no_override");
  });
});

describe("the response clock", () => {
  const since = async (): Promise<number> =>
    Math.round((Date.now() - Date.parse((await triage(reader)).since ?? "")) / 1_000);

  it("goes on over one look that says otherwise, and begins anew after two", async () => {
    await samplesOf(ownerOf(own), "clerk_api", [{ status: "down", from: 3_600, until: 0 }]);
    await own.owner.query("DELETE FROM probe_samples WHERE probe = 'clerk_api' AND status = 'ok'");
    await own.owner.query(
      "UPDATE probe_samples SET status = 'ok' WHERE id = (SELECT id FROM probe_samples WHERE probe = 'clerk_api' AND sampled_at > now() - interval '1000 seconds' ORDER BY sampled_at LIMIT 1)",
    );
    expect(await since()).toBeGreaterThanOrEqual(3_599);
    await own.owner.query(
      "UPDATE probe_samples SET status = 'ok' WHERE id IN (SELECT id FROM probe_samples WHERE probe = 'clerk_api' AND sampled_at > now() - interval '2000 seconds' ORDER BY sampled_at LIMIT 2)",
    );
    expect(await since()).toBeLessThan(2_000);
    expect(await since()).toBeGreaterThan(1_900);
  });

  it("reaches back over what is forgotten of the samples", async () => {
    await own.owner.query("DELETE FROM probe_samples WHERE probe = 'clerk_api'");
    await samplesOf(ownerOf(own), "clerk_api", [{ status: "down", from: 3_600, until: 0 }]);
    await own.owner.query(
      `INSERT INTO probe_minutes SELECT 'clerk_api', date_trunc('minute', now()) - n * interval '1 minute', CASE WHEN n > 4000 THEN 4 ELSE 0 END,
              0, CASE WHEN n > 4000 THEN 0 ELSE 4 END, 0, 1, '{}' FROM generate_series(61, 4100) AS n`,
    );
    expect(Math.abs((await since()) - 4_000 * 60)).toBeLessThan(61);
  });
});

describe("a worker that is silent", () => {
  it("is told of when somebody asks, because it can't tell itself", async () => {
    const workerSays = async () => (await triage(reader)).evidence.find(({ probe }) => probe === "worker");
    expect(await workerSays()).toMatchObject({ status: "unknown", detail: "never_looked", observedAt: null });
    await own.owner.query(
      "INSERT INTO worker_heartbeats (worker_id, beat_at) VALUES ('worker-of-a-test', now() - interval '40 seconds')",
    );
    expect(await workerSays()).toMatchObject({ status: "down", detail: "worker_silent", value: { silentSeconds: 40 } });
    await own.owner.query("UPDATE worker_heartbeats SET beat_at = now()");
    expect(await workerSays()).toMatchObject({ status: "ok", detail: null });
  });
});
