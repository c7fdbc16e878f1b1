import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { seconds } from "@/lib/core/duration";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { triage } from "@/lib/triage/queries/triage";
import { remedies } from "@/lib/triage/rules/verdict";
import type { Triage } from "@/lib/triage/shapes";
import { newRef } from "../support/acts";
import { type Child, startChild } from "../support/children";
import { control } from "../support/control";
import { enterOwnConsole, type OwnConsole, typescript } from "../support/own-console";

let own: OwnConsole;
let worker: Child;
const reader = systemActor();

beforeAll(async () => {
  process.env.PROBE_INTERVAL_SECONDS = "1";
  await control.startScenario("healthy");
  own = await enterOwnConsole();
  await performRoutine(reader, newRef(), { operation: "app.seed", input: {} });
  worker = startChild("worker.ts", [], { ...own.env, PROBE_INTERVAL_SECONDS: "1" });
  await until(
    (told) => is("healthy", "none")(told) && told.evidence.some(({ probe }) => probe.startsWith("render/")),
    150,
  );
}, 200_000);
afterEach(async () => {
  await control.startScenario("healthy");
  await control.clearFaults();
  // Failures of deliveries count for two minutes.
  await until(is("healthy", "none"), 150);
}, 180_000);
afterAll(async () => {
  await worker.kill();
  await own.close();
});

const is =
  (category: string, severity: string) =>
  (told: Triage): boolean =>
    told.category === category && told.severity === severity;

/** Waits for what triage tells. Whatever it waits in vain for is shown as it was told last. */
async function until(wanted: (told: Triage) => boolean, forSeconds: number): Promise<Triage> {
  const deadline = Date.now() + seconds(forSeconds);
  for (;;) {
    const told = await triage(reader);
    if (wanted(told)) return told;
    if (Date.now() > deadline) throw new Error(`triage tells ${JSON.stringify(told)}`);
    await pause(200);
  }
}

describe("npm run status", () => {
  async function status(change: Record<string, string> = {}): Promise<{ code: number; out: string }> {
    const [node, script] = typescript("scripts/status.ts");
    try {
      const { stdout } = await promisify(execFile)(node, [...script, "--json"], {
        env: { ...own.env, NODE_ENV: "production", ...change },
      });
      return { code: 0, out: stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, out: stdout };
    }
  }

  it("says that all is well, what is worse, and what is down, by its exit code too", { timeout: 120_000 }, async () => {
    const well = await status();
    expect([well.code, JSON.parse(well.out)]).toMatchObject([0, { category: "healthy", severity: "none" }]);
    await control.setFault("clerk-managed/backend", { status: 401 });
    const worse = await status();
    expect([worse.code, JSON.parse(worse.out)]).toMatchObject([1, { category: "config_error" }]);
    await control.setFault("clerk-managed/backend", { outage: true });
    const down = await status();
    expect([down.code, JSON.parse(down.out)]).toMatchObject([2, { category: "clerk_outage", severity: "sev1" }]);
  });

  it("works without the console's own database, and says what it could not see", async () => {
    const address = new URL(own.env.DATABASE_URL ?? "");
    address.port = "9";
    const { out } = await status({ DATABASE_URL: address.href });
    const { evidence } = JSON.parse(out) as { evidence: { probe: string; status: string; detail: string | null }[] };
    const seen = Object.fromEntries(evidence.map(({ probe, status: each, detail }) => [probe, [each, detail]]));
    expect(seen).toMatchObject({
      app: ["unknown", "console_database_unreachable"],
      render: ["unknown", "console_database_unreachable"],
      clock: ["down", "unreachable"],
    });
    for (const probe of ["clerk_api", "idp_up", "idp_jwks", "idp_database"])
      expect(seen[probe]?.[0]).not.toBe("unknown");
  });
});

describe("played against the sandbox", () => {
  it.each([
    ["clerk-outage", "clerk_outage", "sev1"],
    ["clerk-rate-limit-storm", "clerk_outage", "sev1"],
    ["middleware-failure", "middleware_failure", "sev2"],
    ["session-logout-storm", "session_issues", "sev3"],
    ["webhook-backlog", "webhook_backlog", "sev2"],
    ["user-sync-lag", "webhook_backlog", "sev3"],
    ["idempotency-conflicts", "webhook_backlog", "sev3"],
    ["bad-deploy", "bad_deploy", "sev1"],
    ["latency-degradation", "identity_provider_down", "sev2"],
    ["jwks-outage", "jwks_kid", "sev1"],
    ["kid-mismatch", "jwks_kid", "sev3"],
    ["relying-party-outage", "relying_party_down", "sev3"],
    ["merge-race", "identity_merge", "sev3"],
    ["identity-database-down", "identity_provider_down", "sev1"],
    ["config-error", "config_error", "sev2"],
  ] as const)(
    "%s is told as %s, %s, and all is well again after it",
    { timeout: 300_000 },
    async (name, category, severity) => {
      await control.startScenario(name);
      const told = await until(is(category, severity), 60);
      expect(told.since).not.toBeNull();
      expect(told.for.length).toBeGreaterThan(0);
    },
  );

  it("render-api-down: what the host would tell is unknown, and nothing is worse for it", {
    timeout: 120_000,
  }, async () => {
    await control.startScenario("render-api-down");
    const hosts = (told: Triage) => told.evidence.filter(({ probe }) => probe.startsWith("render/"));
    const unknown = (told: Triage) =>
      hosts(told).length === 4 && hosts(told).every(({ status }) => status === "unknown");
    expect(await until(unknown, 60)).toMatchObject({ category: "healthy", severity: "none" });
  });

  it("two faults at once are both told, the graver first", { timeout: 300_000 }, async () => {
    await control.setFault("clerk-managed/backend", { status: 401 });
    await control.setFault("identity-provider/jwks", { status: 500 });
    const told = await until((each) => each.category === "jwks_kid" && each.also.length > 0, 30);
    expect(told.also).toMatchObject([{ category: "config_error", severity: "sev2" }]);
  });

  it("a page about Clerk that is gone, or green while Clerk is down, changes nothing but what speaks against", async () => {
    await control.setFault("clerk-status", { outage: true });
    await until(
      (told) => told.evidence.some(({ probe, status }) => probe === "clerk_status_page" && status === "unknown"),
      30,
    );
    expect(await triage(reader)).toMatchObject({ category: "healthy", severity: "none" });
    await control.clearFault("clerk-status");
    await control.setFault("clerk-managed/backend", { outage: true });
    const told = await until((each) => each.category === "clerk_outage" && each.against.length > 0, 30);
    expect([told.severity, told.against, told.confidence]).toEqual(["sev1", ["clerk_status_page"], "low"]);
  });
});

it("every remedy is an operation", () => {
  for (const name of Object.values(remedies).flat()) expect(findOperation(name)?.name).toBe(name);
});
