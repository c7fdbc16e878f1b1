import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { remedies } from "@/lib/triage/rules/verdict";
import { newRef } from "../support/acts";
import { control } from "../support/control";
import { openPool } from "../support/databases";
import { ageDeliveries } from "../support/delivery-ages";
import { enterOwnConsole, type OwnConsole, typescript } from "../support/own-console";
import { world } from "../support/world";

let own: OwnConsole;
const idp = openPool(world().idpOwnerUrl);

beforeAll(async () => {
  await control.startScenario("healthy");
  own = await enterOwnConsole();
  await ageDeliveries(idp);
  await performRoutine(systemActor(), newRef(), { operation: "app.seed", input: {} });
});
afterEach(() => control.clearFaults());
afterAll(async () => {
  await idp.end();
  await own.close();
});

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

it("every remedy is an operation", () => {
  for (const name of Object.values(remedies).flat()) expect(findOperation(name)?.name).toBe(name);
});
