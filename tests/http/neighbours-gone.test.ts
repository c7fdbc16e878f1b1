import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seconds } from "@/lib/core/duration";
import type { Triage } from "@/lib/triage/shapes";
import { calm, untilConsoleSees } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { control, type Fault } from "../support/control";
import { openPool } from "../support/databases";
import { ask, asPage, asPoll } from "../support/http";
import { world } from "../support/world";

const { consoleOwnerUrl, stateFolder } = world();
const owner = openPool(consoleOwnerUrl);
let neighbours: string[] = [];

beforeAll(async () => {
  await calm();
  neighbours = Object.keys((await control.describe()).neighbours);
  expect(neighbours.length).toBeGreaterThan(7);
  // Who plays is asked of Clerk once; their tokens are made here from then on. Whom the console never met it can't know without Clerk.
  expect((await read("/api/live/shell", asPoll)).status).toBe(200);
});
afterAll(async () => {
  await calm();
  await owner.end();
});

const read = async (address: string, headers: Record<string, string>) =>
  ask({ path: address, headers, cookies: await cookiesFor(playedBy.responder) });

async function told(): Promise<Triage> {
  const answer = await read("/api/v1/triage", asPoll);
  expect(answer.status).toBe(200);
  return answer.json() as unknown as Triage;
}
const statusOf = ({ evidence }: Triage, probe: string) => evidence.find((each) => each.probe === probe)?.status;

/** Waits for what triage tells. Whatever it waits in vain for is shown as it was told last. */
async function untilTold(wanted: (triage: Triage) => boolean): Promise<Triage> {
  const deadline = Date.now() + seconds(100);
  for (;;) {
    const triage = await told();
    if (wanted(triage)) return triage;
    if (Date.now() > deadline) throw new Error(`triage tells ${JSON.stringify(triage)}`);
    await pause(500);
  }
}

/** Lines of all logs that tell of a promise that nobody minded. */
function unminded(): number {
  const folder = path.join(stateFolder, "logs");
  const logs = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  return logs.join("\n").split(/unhandled ?rejection/i).length - 1;
}

const ways: [string, Fault][] = [
  ["silent", { hang: true }],
  ["dead", { outage: true }],
  ["broken off", { reset: true }],
];

describe.each(ways)("with every neighbour %s", (_how, fault) => {
  beforeAll(async () => {
    for (const name of neighbours) await control.setFault(name, fault);
    await untilConsoleSees(false);
  });
  afterAll(async () => {
    await control.clearFaults();
    await untilConsoleSees(true);
  });

  it("forty readers at once get their pages and figures, and no connection is left over", async () => {
    const pages = ["/triage", "/deliveries", "/operations", "/settings"];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        at % 2 === 0 ? read("/api/live/shell", asPoll) : read(pages[(at >> 1) % pages.length] ?? "/", asPage),
      ),
    );
    expect(answers.filter(({ status }) => status !== 200).map(({ status, text }) => [status, text])).toEqual([]);
    const { rows } = await owner.query<{ stuck: number; open: number }>(
      `SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND state_change < now() - interval '5 seconds')::int AS stuck,
              count(*)::int AS open FROM pg_stat_activity WHERE application_name LIKE 'sallyport-%'`,
    );
    expect(rows[0]?.stuck).toBe(0);
    // Two processes with their pools: twelve of the console's, eight and four of the IdP's.
    expect(rows[0]?.open).toBeLessThanOrEqual(2 * (12 + 8 + 4));
  });
});

/** Silence is the worst: nothing ends by itself. How each probe takes each way of failing is told beside the probes. */
describe("with every neighbour silent for minutes", () => {
  let before = 0;
  beforeAll(async () => {
    before = unminded();
    for (const name of neighbours) await control.setFault(name, { hang: true });
    await untilConsoleSees(false);
  });
  afterAll(async () => {
    await control.clearFaults();
    await untilConsoleSees(true);
  });

  it("the worker goes on, says what is so, and no promise is left unminded", { timeout: 120_000 }, async () => {
    const triage = await untilTold((each) => statusOf(each, "clerk_api") === "down" && each.severity === "sev1");
    const since = triage.observedAt ?? "";
    const later = await untilTold(({ observedAt }) => (observedAt ?? "") > since);
    expect(statusOf(later, "idp_database")).toBe("ok");
    expect(unminded()).toBe(before);
  });

  it("and recovers by itself when they do", { timeout: 240_000 }, async () => {
    await control.clearFaults();
    await untilTold((each) =>
      ["clerk_api", "clerk_frontend", "idp_up", "idp_token", "idp_jwks"].every((name) => statusOf(each, name) === "ok"),
    );
  });
});
