import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { seconds } from "@/lib/core/duration";
import { performRoutine } from "@/lib/operations/perform/routine";
import type { Triage } from "@/lib/triage/shapes";
import { newRef } from "../support/acts";
import { cookiesFor } from "../support/cast";
import { type Child, startChild } from "../support/children";
import { control } from "../support/control";
import { openPool } from "../support/databases";
import { ageDeliveries } from "../support/delivery-ages";
import { ask, asPoll } from "../support/http";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { startWebProcess, type WebProcess } from "../support/web-process";
import { world } from "../support/world";

/** A console of this file's own, built as it is, that looks every second. */
let [own, web, worker] = [
  undefined as unknown as OwnConsole,
  undefined as unknown as WebProcess,
  undefined as unknown as Child,
];
const idp = openPool(world().idpOwnerUrl);

beforeAll(async () => {
  await control.startScenario("healthy");
  own = await enterOwnConsole();
  const env = { ...own.env, PROBE_INTERVAL_SECONDS: "1" };
  await performRoutine(systemActor(), newRef(), { operation: "app.seed", input: {} });
  worker = startChild("worker.ts", [], env);
  web = await startWebProcess(env);
  await ageDeliveries(idp);
  await until((told) => is("healthy", "none")(told) && hostsOf(told).length === 4, 120);
}, 200_000);
afterEach(async () => {
  await control.startScenario("healthy");
  await control.clearFaults();
  await ageDeliveries(idp);
  await until(is("healthy", "none"), 90);
}, 120_000);
afterAll(async () => {
  await web?.stop();
  await worker?.kill();
  await idp.end();
  await own.close();
});

const is =
  (category: string, severity: string) =>
  (told: Triage): boolean =>
    told.category === category && told.severity === severity;
const hostsOf = ({ evidence }: Triage) => evidence.filter(({ probe }) => probe.startsWith("render/"));

async function read(port: number): Promise<Triage> {
  // A token lives for a minute.
  const cookies = await cookiesFor("mina@ops.example");
  const answer = await ask({ path: "/api/v1/triage", port, headers: asPoll, cookies });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json() as unknown as Triage;
}

type Told = Triage & { /** The last answer before it. */ before: Triage | null };

/** Waits for what triage tells. Whatever it waits in vain for is shown as it was told last. */
async function until(wanted: (told: Triage) => boolean, forSeconds: number, port: number = web.port): Promise<Told> {
  const deadline = Date.now() + seconds(forSeconds);
  for (let before: Triage | null = null; ; ) {
    const told = await read(port);
    if (wanted(told)) return { ...told, before };
    if (Date.now() > deadline) throw new Error(`triage tells ${JSON.stringify(told)}`);
    before = told;
    await pause(100);
  }
}

/**
 * How many looks of that probe had seen it in vain: from the first that saw it to the newest that the last answer without it knew of.
 * A look that was under way then had told nothing yet: it counts from its begin, and may take seconds.
 */
async function looksInVain(told: Told, probe: string): Promise<number> {
  const seenBy = (answer: Triage) => answer.evidence.find((each) => each.probe === probe);
  const status = seenBy(told)?.status;
  const { rows } = await own.owner.query<{ looks: number }>(
    `SELECT count(*)::int AS looks FROM probe_samples
      WHERE probe = $1 AND status = $2 AND sampled_at >= $3::timestamptz AND sampled_at <= $4::timestamptz`,
    [probe, status, told.since, (told.before && seenBy(told.before)?.observedAt) ?? told.since],
  );
  return rows[0]?.looks ?? 0;
}

describe("what only a scanner can know, told to the world's own console", () => {
  const { console: port } = world().ports;

  it.each(["secret-key-leak", "signing-key-leak"])(
    "%s is told as key_compromise, sev1, and all is well again after it",
    { timeout: 240_000 },
    async (name) => {
      await until(is("healthy", "none"), 90, port);
      await control.startScenario(name);
      const told = await until(is("key_compromise", "sev1"), 30, port);
      expect(told.for).toEqual(["signal/leaked_key"]);
      await control.stopScenario(name);
      await until(is("healthy", "none"), 30, port);
    },
  );
});

describe("played against the sandbox, and read over HTTP", () => {
  it.each([
    ["clerk-outage", "clerk_outage", "sev1"],
    ["clerk-rate-limit-storm", "clerk_outage", "sev1"],
    ["middleware-failure", "middleware_failure", "sev2"],
    ["session-logout-storm", "session_issues", "sev3"],
    ["user-sync-lag", "webhook_backlog", "sev3"],
    ["webhook-backlog", "webhook_backlog", "sev2"],
    ["idempotency-conflicts", "webhook_backlog", "sev3"],
    ["kid-mismatch", "jwks_kid", "sev3"],
    ["relying-party-outage", "relying_party_down", "sev3"],
    ["latency-degradation", "identity_provider_down", "sev2"],
    ["jwks-outage", "jwks_kid", "sev1"],
    ["merge-race", "identity_merge", "sev3"],
    ["identity-database-down", "identity_provider_down", "sev1"],
    ["config-error", "config_error", "sev2"],
  ] as const)(
    "%s is told as %s, %s, within three looks, and all is well again after it",
    { timeout: 240_000 },
    async (name, category, severity) => {
      await control.startScenario(name);
      const told = await until(is(category, severity), 90);
      expect(told.for.length).toBeGreaterThan(0);
      // Somebody who was told by the third look at the latest was told nothing after fewer than three.
      for (const probe of told.for.slice(0, 1)) expect(await looksInVain(told, probe)).toBeLessThan(3);
    },
  );

  it("bad-deploy is told as bad_deploy, sev1, as soon as the host tells of the deploy", {
    timeout: 240_000,
  }, async () => {
    await control.startScenario("bad-deploy");
    const told = await until(is("bad_deploy", "sev1"), 90);
    const { rows } = await own.owner.query<{ looks: number }>(
      "SELECT count(*)::int AS looks FROM probe_samples WHERE value ->> 'deploy' = $1 AND sampled_at <= $2::timestamptz",
      [told.suspectedDeploy, told.before?.observedAt],
    );
    expect(told.suspectedDeploy).toMatch(/^dep-/);
    expect(rows[0]?.looks).toBeLessThan(3);
  });

  it("render-api-down: what the host would tell is unknown, and nothing is worse for it", {
    timeout: 120_000,
  }, async () => {
    await control.startScenario("render-api-down");
    const unknown = (told: Triage) =>
      hostsOf(told).length === 4 && hostsOf(told).every(({ status }) => status === "unknown");
    expect(await until(unknown, 60)).toMatchObject({ category: "healthy", severity: "none" });
  });

  it("two faults at once are both told, the graver first", { timeout: 240_000 }, async () => {
    await control.setFault("clerk-managed/backend", { status: 401 });
    await control.setFault("identity-provider/jwks", { status: 500 });
    const told = await until((each) => each.category === "jwks_kid" && each.also.length > 0, 60);
    expect(told.severity).toBe("sev1");
    expect(told.also).toMatchObject([{ category: "config_error", severity: "sev2" }]);
  });

  it("a page about Clerk that is gone changes nothing, and one that lies nothing but what is contradicted", {
    timeout: 240_000,
  }, async () => {
    await control.setFault("clerk-status", { outage: true });
    const pageIsGone = ({ evidence }: Triage) =>
      evidence.some(({ probe, status }) => probe === "clerk_status_page" && status === "unknown");
    expect(await until(pageIsGone, 60)).toMatchObject({ category: "healthy", severity: "none", contradictions: [] });
    await control.clearFault("clerk-status");
    await control.setFault("clerk-managed/backend", { outage: true });
    const told = await until((each) => each.category === "clerk_outage" && each.contradictions.length > 0, 60);
    expect([told.severity, told.against]).toEqual(["sev1", ["clerk_status_page"]]);
    expect(told.contradictions).toMatchObject([{ kind: "page_green_while_failing", probe: "clerk_api" }]);
  });
});
