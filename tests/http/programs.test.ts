import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/lib/public-api/rules/openapi";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { version } from "@/package.json";
import { type ApiClient, apiClient } from "../support/api-client";
import { heldToken } from "../support/api-tokens";
import { bypassableApp, forgetAppBypasses, openedBypass } from "../support/app-bypasses";
import { atABrowser } from "../support/at-a-browser";
import { calm } from "../support/calm";
import { playedBy } from "../support/cast";
import { judgeOf } from "../support/conformance";
import { countGroup, deadGroup, forgetGroup } from "../support/dead-group";
import { relyingParties } from "../support/deliveries";
import { personIdOf } from "../support/enrolments";
import { openIncident } from "../support/incidents";
import { consoleRows } from "../support/rows";
import { inShell } from "../support/shell";
import { world } from "../support/world";

const app = relyingParties.podoGames;
const reason = "A script asks.";
const patiently = { timeout: 60_000, interval: 1_000 };
const tokens = { READ_TOKEN: "", OPERATE_TOKEN: "", SIGNAL_TOKEN: "" };
let events: string[] = [];
let reads: ApiClient;
let operates: ApiClient;

beforeAll(async () => {
  await calm();
  const mina = await personIdOf(consoleRows, playedBy.responder);
  for (const scope of ["read", "operate", "signal"] as const)
    tokens[`${scope.toUpperCase() as Uppercase<typeof scope>}_TOKEN`] = (
      await heldToken(consoleRows, mina, { scope })
    ).token;
  [reads, operates] = [apiClient(tokens.READ_TOKEN), apiClient(tokens.OPERATE_TOKEN)];
});
afterEach(async () => {
  await consoleRows("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
  await consoleRows("UPDATE replays SET state = 'canceled', final_at = now() WHERE final_at IS NULL");
});
afterAll(async () => {
  await consoleRows("DELETE FROM signals");
  await consoleRows("DELETE FROM incidents");
  for (const event of events) await forgetGroup(event);
});

/** So many dead deliveries of which only this test knows. @returns their event type */
async function dead(rows: number): Promise<string> {
  const event = await deadGroup(rows);
  events = [...events, event];
  return event;
}

/** Asks for a replay of them, has it proved and approved, and waits. @returns its request, and the nonce that runs it */
async function readyReplay(event: string, ratePerSecond: number): Promise<{ id: string; nonce: string }> {
  const input = { filter: { app, event }, ratePerSecond };
  const { id, digest } = await operates("askForAct", { body: { operation: "delivery.replay", input, reason } });
  await atABrowser.prove(id);
  expect(await operates("getActionRequest", { path: { id } })).toMatchObject({ state: "awaiting_approval" });
  const waiting = operates("getActionRequest", { path: { id }, query: { wait: 30 } });
  await atABrowser.approve(id, digest);
  const { state, action_request_nonce: nonce = "" } = await waiting;
  expect([state, nonce]).toEqual(["ready", expect.stringMatching(/^.{20,}$/)]);
  return { id, nonce };
}

describe("a program that knows the description alone", () => {
  test("finds a dead delivery, asks, waits for its person, retries it and sees it delivered", async () => {
    const event = await dead(1);
    const found = await reads("listWebhookOutbox", { query: { status: "dead", event_type: event } });
    const [row] = found.data;
    if (!row) throw new Error("nothing is dead");
    const asked = await operates("askForAct", {
      body: { operation: "delivery.retry", input: { id: row.id }, reason },
    });
    const waiting = operates("getActionRequest", { path: { id: asked.id }, query: { wait: 30 } });
    await atABrowser.prove(asked.id);
    const { action_request_nonce } = await waiting;
    await operates("retryDelivery", { path: { id: row.id }, body: { action_request_nonce } });
    const ended = await operates("getActionRequest", { path: { id: asked.id }, query: { wait: 30 } });
    expect(ended).toMatchObject({ state: "succeeded", failureCode: null });
    const delivered = async () =>
      (await reads("listWebhookOutbox", { query: { status: "delivered", event_type: event } })).data.map(
        ({ id }) => id,
      );
    await expect.poll(delivered, patiently).toEqual([row.id]);
  });

  test("replays a group: proved, approved, paused, resumed by another proof, and followed to its end", async () => {
    const event = await dead(6);
    const { id, nonce } = await readyReplay(event, 2);
    await operates("confirmAct", { path: { id }, body: { action_request_nonce: nonce } });
    await operates("pauseJob", { path: { id } });
    expect(await operates("getJob", { path: { id } })).toMatchObject({ state: "paused", total: 6, finishedAt: null });
    const asked = await operates("askForAct", {
      body: { operation: "replay.resume", input: { request: id }, reason },
    });
    await atABrowser.prove(asked.id);
    const { action_request_nonce = "" } = await operates("getActionRequest", { path: { id: asked.id } });
    await operates("confirmAct", { path: { id: asked.id }, body: { action_request_nonce } });
    const job = () => operates("getJob", { path: { id } });
    await expect.poll(job, patiently).toMatchObject({ state: "finished", done: 6, failed: 0, remaining: 0 });
    expect(await countGroup(event)).toEqual({ dead: 0, delivered: 6, pending: 0 });
    const ended = await operates("getActionRequest", { path: { id }, query: { wait: 30 } });
    expect(ended.state).toBe("succeeded");
  });
});

describe("an example of the reference, typed into a shell", () => {
  const calls = Object.values(openApi(world().consoleUrl, version).paths).flatMap((methods) => Object.values(methods));
  const typed = new Set<string>();

  /** What curl prints, judged by the shape of the answer that is described. */
  async function type(name: keyof typeof endpoints, variables: Record<string, string> = {}) {
    const call = calls.find(({ operationId }) => operationId === name);
    const { out, complaints } = await inShell(
      call?.["x-codeSamples"][0]?.source ?? "",
      { ...tokens, ...variables },
      String.raw`write-out = "\n%{http_code}"`,
    );
    const [, text = "", status = ""] = /^([^]*)\n(\d{3})$/.exec(out) ?? [];
    expect([name, status, complaints]).toEqual([name, String(endpoints[name].status), ""]);
    const [content] = Object.entries(call?.responses[status]?.content ?? {});
    const said: unknown = content?.[0] === "application/json" ? JSON.parse(text) : text;
    expect([name, judgeOf(content?.[1].schema ?? {})(said)]).toEqual([name, true]);
    typed.add(name);
    return said as Record<string, string>;
  }

  test.for([
    "getTriage",
    "listIncidents",
    "listWebhookOutbox",
    "summariseWebhookOutbox",
    "getCheckpoint",
    "getDescription",
  ] as const)("%s is answered as it is described", async (name) => {
    await type(name);
  });

  test("reads an incident and its report by its number", async () => {
    const number = String(await openIncident(consoleRows));
    for (const name of ["getIncident", "getIncidentReport", "getIncidentReportText"] as const)
      await type(name, { number });
  });

  test("reports a signal", async () => {
    expect(await type("reportSignal")).toMatchObject({ state: "raised" });
  });

  test("asks for a retry, waits, and runs it once it is proved", async () => {
    const event = await dead(1);
    const { data } = await reads("listWebhookOutbox", { query: { event_type: event } });
    const delivery = data[0]?.id ?? "";
    const { id: request = "" } = await type("askForAct", { delivery });
    await atABrowser.prove(request);
    const { action_request_nonce: nonce = "" } = await type("getActionRequest", { request });
    expect(await type("retryDelivery", { delivery, nonce })).toEqual({ id: request, state: "succeeded" });
    await expect.poll(() => countGroup(event), patiently).toMatchObject({ delivered: 1 });
  });

  test("runs a replay, looks at it, pauses and cancels it", async () => {
    const { id: request, nonce } = await readyReplay(await dead(30), 1);
    await type("confirmAct", { request, nonce });
    expect(await type("getJob", { request })).toMatchObject({ total: 30, finishedAt: null });
    expect(await type("pauseJob", { request })).toEqual({ id: request, state: "paused" });
    await type("cancelJob", { request });
    const job = () => operates("getJob", { path: { id: request } });
    await expect.poll(job, patiently).toMatchObject({ state: "canceled" });
  });

  test("asks what an app may do without Clerk, and tells what it did", async () => {
    const { app: id, token: BYPASS_TOKEN } = await bypassableApp(consoleRows);
    const opening = await openedBypass(consoleRows, id, { rung: "everyone" });
    await type("getBypassDocument", { app: id, BYPASS_TOKEN });
    expect(await type("reportBypassUses", { app: id, opening, BYPASS_TOKEN })).toEqual({ kept: 1 });
    await forgetAppBypasses(consoleRows);
  });

  test("is there for every call", () => {
    expect([...typed].toSorted()).toEqual(Object.keys(endpoints).toSorted());
  });
});
