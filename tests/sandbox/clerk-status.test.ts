import { afterEach, beforeEach, expect, test } from "vitest";
import { type Controls, serveControl } from "../../sandbox/kernel/control";
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import type { Listener } from "../../sandbox/kernel/listen";
import { statusPageControl } from "../../sandbox/status-page/control";
import { type ClerkStatus, startClerkStatus } from "../../sandbox/status-page/start";
import { freePorts } from "./identity-provider-harness";

type Incident = { name: string; impact: string; status: string; created_at: string; resolved_at: string | null };
type Read = {
  page: { url: string; updated_at: string };
  status?: { indicator: string; description: string };
  components?: { name: string; status: string }[];
  incidents?: Incident[];
};

let kernel: Kernel;
let status: ClerkStatus;
let control: Listener;
let url: string;

beforeEach(async () => {
  kernel = createKernel();
  const { port } = await freePorts(["port"]);
  url = `http://127.0.0.1:${port}`;
  status = await startClerkStatus(kernel, port);
  const nothing = async () => undefined;
  const controls: Controls = { describe: nothing, reset: nothing, setRoles: nothing, generateOutbox: nothing };
  control = await serveControl(kernel, { ...controls, routes: statusPageControl(status.page) }, 0);
});
afterEach(async () => {
  await control.close();
  await status.close();
});

const read = async (path: string) => (await (await fetch(`${url}/api/v2/${path}`)).json()) as Read;
const tell = (method: string, path: string, body?: unknown) =>
  fetch(`http://127.0.0.1:${control.port}${path}`, { method, body: JSON.stringify(body) });
const POSTING = { name: "Sign-ins fail", impact: "critical", component: "Authentication & User" } as const;

test("a quiet day: all operational, and every incident of the past resolved", async () => {
  expect((await read("status.json")).status).toEqual({ indicator: "none", description: "All Systems Operational" });
  const { components = [] } = await read("components.json");
  expect(components.map((component) => component.status)).toEqual(Array(6).fill("operational"));
  const { incidents = [] } = await read("incidents.json");
  expect(incidents).toHaveLength(3);
  for (const incident of incidents)
    expect(incident).toMatchObject({ status: "resolved", resolved_at: expect.any(String) });
});

test("it speaks as an incident.io page: no incidents in the summary, no unresolved.json, no fractions, a slash behind its address", async () => {
  const summary = await read("summary.json");
  expect(Object.keys(summary).toSorted()).toEqual(["components", "page", "status"]);
  expect(summary.page).toEqual({
    id: expect.any(String),
    name: "Clerk",
    url: `${url}/`,
    updated_at: expect.any(String),
  });
  expect(summary.page.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const missing = await fetch(`${url}/api/v2/incidents/unresolved.json`);
  expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
});

test("an incident stands on the page when its time has come, and not before", async () => {
  const takeDown = status.page.post({ ...POSTING, body: "We are looking." }, 90);
  expect((await read("status.json")).status?.indicator).toBe("none");
  kernel.clock.advance(90);
  expect((await read("status.json")).status?.indicator).toBe("critical");
  const { incidents = [] } = await read("incidents.json");
  expect(incidents[0]).toMatchObject({
    name: POSTING.name,
    impact: "critical",
    status: "investigating",
    resolved_at: null,
  });
  expect(Date.now() - Date.parse(incidents[0]?.created_at ?? "")).toBeLessThan(5_000);
  const { components = [] } = await read("summary.json");
  expect(components[0]).toMatchObject({ name: POSTING.component, status: "major_outage" });
  takeDown();
  expect((await read("incidents.json")).incidents).toHaveLength(3);
  expect((await read("status.json")).status?.indicator).toBe("none");
});

test("it says what it is told to, true or not", async () => {
  await tell("POST", "/clerk-status/incidents", POSTING);
  await tell("PUT", "/clerk-status", { indicator: "none", incidentsMissing: true, updatedSecondsAgo: 7_200 });
  expect((await read("status.json")).status?.indicator).toBe("none");
  const list = await read("incidents.json");
  expect("incidents" in list).toBe(false);
  expect(Date.now() - Date.parse(list.page.updated_at)).toBeGreaterThan(7_199_000);
  expect((await tell("DELETE", "/clerk-status")).status).toBe(204);
  expect((await read("incidents.json")).incidents).toHaveLength(3);
});

test.each([
  ["PUT", "/clerk-status", { indicator: "fine" }],
  ["PUT", "/clerk-status", { updatedSecondsAgo: -1 }],
  ["POST", "/clerk-status/incidents", { ...POSTING, component: "Coffee" }],
])("nonsense is refused: %s %s %j", async (method, path, body) => {
  const answer = await tell(method, path, body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: "invalid_status_page" } });
});

test("in trouble itself it answers a page of HTML", async () => {
  kernel.faults.set("clerk-status", { status: 502 });
  const answer = await fetch(`${url}/api/v2/status.json`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
});
