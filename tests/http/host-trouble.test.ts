import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { seconds } from "@/lib/core/duration";
import type { DeploysView, LogsView, Part } from "@/lib/deploys/shapes";
import type { Triage } from "@/lib/triage/shapes";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { control } from "../support/control";
import { hostControl } from "../support/host";
import { ask, asPage, asPoll } from "../support/http";
import { consoleRows } from "../support/rows";

const app = "support-desk";

beforeAll(calm);
afterEach(async () => {
  await control.clearFaults();
  await hostControl("DELETE /render/api-key");
});
afterAll(calm);

const read = async (path: string, headers: Record<string, string> = asPoll) =>
  ask({ path, headers, cookies: await cookiesFor(playedBy.responder) });
const view = async () => (await read(`/api/live/deploys?app=${app}`)).json() as unknown as DeploysView;
const logs = async () => {
  const [from, to] = [new Date(Date.now() - seconds(300)).toISOString(), new Date().toISOString()];
  return (await read(`/api/live/logs?${new URLSearchParams({ app, from, to })}`)).json() as unknown as LogsView;
};
const codeOf = (part: Part<unknown>): string => (part.ok ? "ok" : part.refusal.code);

/** Lets the worker look as often as the test asks. */
async function until(wanted: (told: Triage) => boolean): Promise<Triage> {
  const deadline = Date.now() + seconds(90);
  for (;;) {
    await consoleRows("UPDATE probe_lanes SET due_at = now() WHERE lane = 'render'");
    const told = (await read("/api/v1/triage")).json() as unknown as Triage;
    if (wanted(told)) return told;
    if (Date.now() > deadline) throw new Error(`triage tells ${JSON.stringify(told)}`);
    await pause(500);
  }
}
const hostsAre =
  (detail: string | null) =>
  ({ evidence }: Triage): boolean => {
    const hosts = evidence.filter(({ probe }) => probe === `render/${app}`);
    return hosts.length > 0 && hosts.every((each) => each.detail === detail);
  };

describe("the page of deploys, when the host has no budget for us", () => {
  it("says so in its parts, with the pause, and stands otherwise", async () => {
    await control.setFault("render/reads", { rateLimit: true });
    const page = await read(`/deploys?app=${app}`, asPage);
    expect(page.status).toBe(200);
    expect(page.text).toContain("host_rate_limited");
    expect(page.text).toContain("Support desk");
    const { service, deploys, services } = await view();
    expect([service, deploys].map(codeOf)).toEqual(["host_rate_limited", "host_rate_limited"]);
    expect(service.ok || Number(service.refusal.facts?.retryAfterSeconds)).toBeGreaterThan(0);
    expect(services.map((each) => each.app)).toContain(app);
  });

  it("of logs alone, says so there alone", async () => {
    await control.setFault("render/logs", { rateLimit: true });
    expect(codeOf(await logs())).toBe("host_rate_limited");
    const { service, deploys } = await view();
    expect([service, deploys].map(codeOf)).toEqual(["ok", "ok"]);
  });
});

describe("a rotated key of ours", { timeout: 240_000 }, () => {
  it("is told as ours by the page, by every part of it, and by triage, until it is right again", async () => {
    await until(hostsAre(null));
    await hostControl("PUT /render/api-key");
    const page = await read(`/deploys?app=${app}`, asPage);
    expect([page.status, page.text.includes("host_credential_refused")]).toEqual([200, true]);
    const { service, deploys } = await view();
    expect([service, deploys, await logs()].map(codeOf)).toEqual(Array(3).fill("host_credential_refused"));
    const told = await until((each) => each.category === "config_error" && hostsAre("credential_refused")(each));
    expect(told.severity).toBe("sev2");
    expect(told.for).toContain(`render/${app}`);
    await hostControl("DELETE /render/api-key");
    await until(hostsAre(null));
  });
});
