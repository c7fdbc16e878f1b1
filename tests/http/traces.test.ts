import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { act, type Result } from "../support/actions";
import { atABrowser } from "../support/at-a-browser";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { type Child, startChild } from "../support/children";
import { Collector, spanKind, type ToldSpan } from "../support/collector";
import { healthyAgain, type KnownDelivery, listDead } from "../support/dead-letters";
import { ask, asPage } from "../support/http";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { leaksOf, secretsOf } from "../support/secrets";
import { startWebProcess, type WebProcess } from "../support/web-process";

/** A console and a worker of their own, which tell a collector of ours what they do. */
let collector: Collector;
let own: OwnConsole;
let web: WebProcess;
let worker: Child;
let dead: KnownDelivery;
let replayed: KnownDelivery;
let retried = "";
const reason = "canary-in-a-reason";
const cookies: string[] = [];

beforeAll(async () => {
  await calm();
  collector = await Collector.open();
  own = await enterOwnConsole();
  const env = { ...own.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  web = await startWebProcess(env);
  worker = startChild("worker.ts", [], env);
  [dead, replayed] = (await listDead(healthyAgain.id, 2)) as [KnownDelivery, KnownDelivery];
  await retry();
}, 180_000);
afterAll(async () => {
  await worker?.kill();
  await web?.stop();
  await own?.close();
  await collector?.close();
});

async function as(email: string, claims: Record<string, unknown> = {}): Promise<string> {
  const given = await cookiesFor(email, claims);
  cookies.push(given);
  return given;
}

function valueOf<T>(result: Result): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value as T;
}

async function retry(): Promise<void> {
  const { port } = web;
  const asking = { operation: "delivery.retry", input: { id: dead.id }, reason };
  const asked = await act("request", [asking], { cookies: await as(playedBy.responder), port });
  const id = asked.ok ? String(asked.value.id) : "";
  const fresh = await as(playedBy.responder, { fva: [30, 0] });
  const proved = await act("prove", [{ id }], { cookies: fresh, port });
  const nonce = proved.ok ? String(proved.value.nonce) : "";
  expect(await act("confirm", [{ id, nonce }], { cookies: fresh, port })).toMatchObject({ ok: true });
  retried = id;
}

const traceOfRetry = (): Promise<ToldSpan[]> =>
  traceWith("run delivery.retry", ({ name }) => name === "run delivery.follow");

/** The whole trace that a span of this name and the awaited one are in, once both have come. */
async function traceWith(name: string, awaited: (span: ToldSpan) => boolean): Promise<ToldSpan[]> {
  const trace = (): ToldSpan[] => {
    const spans = collector.spans();
    const named = spans.filter((span) => span.name === name).map(({ traceId }) => traceId);
    const id = spans.find((span) => awaited(span) && named.includes(span.traceId))?.traceId;
    return spans.filter(({ traceId }) => traceId === id);
  };
  const isThere = () => trace().length > 0 && trace().every(({ parent }) => !parent || within(trace(), parent));
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
  return trace();
}

const within = (spans: ToldSpan[], id: string): boolean => spans.some((span) => span.id === id);

function named(spans: ToldSpan[], name: string): ToldSpan {
  const found = spans.find((span) => span.name === name);
  if (!found) throw new Error(`no span ${name} among: ${spans.map((span) => span.name).join(", ")}`);
  return found;
}

/** The names of a span and of all that it is within, from the outside in. */
function wayTo(spans: ToldSpan[], span: ToldSpan | undefined): string[] {
  return span
    ? [
        ...wayTo(
          spans,
          spans.find(({ id }) => id === span.parent),
        ),
        `${span.process} ${span.name}`,
      ]
    : [];
}

/** Next runs the middleware and the page as two parts of one request. */
const doors = ["web POST", "web POST /deliveries/[id]"];

describe("the trace of one retried delivery", () => {
  it("leads from the request of a browser over the operation into both databases", async () => {
    const trace = await traceOfRetry();
    const way = wayTo(trace, named(trace, "run delivery.retry"));
    expect(way).toEqual([...doors, "web run delivery.retry"]);
    expect(named(trace, "POST /deliveries/[id]")).toMatchObject({ kind: spanKind.server });
    expect(wayTo(trace, named(trace, "middleware POST"))).toEqual(["web POST", "web middleware POST"]);
    const statements = trace.filter(({ name }) => name === "prisma:client:db_query");
    expect(statements.some((span) => wayTo(trace, span).includes("web run delivery.retry"))).toBe(true);
  });

  it("has the call to Clerk that the act rests on", async () => {
    const trace = await traceOfRetry();
    const { host } = new URL(own.env.CLERK_API_URL ?? "");
    const call = named(trace, `GET ${host}`);
    expect(call).toMatchObject({ process: "web", kind: spanKind.calls });
    expect(wayTo(trace, call).slice(0, -1)).toEqual(doors);
  });

  it("goes on in the worker that follows it", async () => {
    const trace = await traceOfRetry();
    const way = wayTo(trace, named(trace, "run delivery.follow"));
    expect(way.slice(0, 2)).toEqual(doors);
    expect(way.slice(-2)).toEqual(["worker job delivery.follow", "worker run delivery.follow"]);
    expect(named(trace, "job delivery.follow")).toMatchObject({ kind: spanKind.carriesOn });
  });
});

it("the turns of a replay's lanes, and its end, belong to the trace of who ran it", async () => {
  const { port } = web;
  const input = { ids: [replayed.id], ratePerSecond: 10, includeSuperseded: true };
  const asking = { operation: "delivery.replay", input, reason };
  const asked = await act("request", [asking], { cookies: await as(playedBy.responder), port });
  const { id, digest } = valueOf<{ id: string; digest: string }>(asked);
  await atABrowser.prove(id, { port });
  await atABrowser.approve(id, digest, { port });
  const fresh = { cookies: await as(playedBy.responder, { fva: [30, 0] }), port };
  const { nonce } = valueOf<{ card: { nonce: string } }>(await act("inspect", [{ id }], fresh)).card;
  expect(await act("confirm", [{ id, nonce }], fresh)).toMatchObject({ ok: true });

  const ran = await traceWith("run delivery.replay", () => true);
  const closed = (spans: ToldSpan[]) => spans.filter(({ name }) => name === "run replay.advance");
  // The chunk that was put back, and the end of the whole.
  await expect.poll(() => closed(collector.spans()).length, { timeout: 30_000 }).toBe(2);
  const trace = await traceWith("run delivery.replay", ({ name }) => name === "run replay.advance");
  expect(trace[0]?.traceId).toBe(ran[0]?.traceId);
  const ways = closed(trace).map((span) => wayTo(trace, span));
  expect(ways.map((way) => way.slice(0, 1))).toEqual([["web POST"], ["web POST"]]);
  expect(ways.map((way) => way.slice(-2))).toEqual([
    ["worker job replay.advance", "worker run replay.advance"],
    ["worker job replay.advance", "worker run replay.advance"],
  ]);
});

it.each([
  { channel: "slack", verb: "POST", at: "SLACK_WEBHOOK_URL" },
  { channel: "mail", verb: "SMTP", at: "SMTP_URL" },
])("a notice takes its trace along to the channel that carries it: $channel", async ({ channel, verb, at }) => {
  const cookie = await as(playedBy.admin);
  const test = { operation: "channel.test", input: { channel } };
  const call = `${verb} ${new URL(own.env[at] ?? "").host}`;
  expect(await act("perform", [test], { cookies: cookie, port: web.port })).toMatchObject({ ok: true });
  const trace = await traceWith("run channel.test", ({ name }) => name === call);
  const way = wayTo(trace, named(trace, call));
  expect(way[0]).toBe("web POST");
  expect(way).toContain("web run channel.test");
  expect(way.slice(-2)).toEqual(["worker job notice.send", `worker ${call}`]);
});

it("a worker begins no trace by itself", () => {
  const began = collector.spans().filter(({ parent }) => !parent);
  expect(began.length).toBeGreaterThan(0);
  expect(began.filter(({ process }) => process === "worker")).toEqual([]);
});

it("nothing that is secret or personal leaves with a span", async () => {
  const canaries = [
    "canary-question",
    "canary-place",
    "canary-header",
    "canary-cookie",
    "canary-state",
    "canary@ops.example",
  ];
  const cookie = `${await as(playedBy.responder)}; other=canary-cookie`;
  const told = {
    "x-told": "canary-header",
    "user-agent": "canary-header",
    tracestate: "a=canary-state",
    baggage: "b=canary-state",
  };
  const traceparent = `00-${"c0ffee".padEnd(32, "0")}-${"1".repeat(16)}-01`;
  for (const path of [
    `/deliveries?q=canary-question&cursor=canary-question`,
    "/deliveries/canary-place?from=canary@ops.example",
    "/canary-place/canary@ops.example?canary-question",
    "/api/live/canary-place?canary-question",
    "/api/v1/incidents/canary-place?canary-question",
  ])
    await ask({ path, port: web.port, cookies: cookie, headers: { ...asPage, ...told, traceparent } });
  await traceOf("c0ffee".padEnd(32, "0"), 5);
  const words = collector.said.join("\n");
  const secrets = [
    ...secretsOf([]),
    ...cookies.flatMap((given) => given.split(/;\s*|=/)).filter((part) => part.length > 30),
  ];
  const personal = [
    reason,
    dead.idempotencyKey,
    dead.subject ?? "canary-place",
    "@ops.example",
    "Mina Seo",
    "canary-state",
  ];
  expect(leaksOf([...canaries, ...secrets, ...personal], [words])).toEqual([]);
  // What may be told is told: a search that finds nothing in nothing would prove nothing.
  expect(words).toContain(retried);
});

/** Waits until a trace that somebody else began has as many requests of ours. */
const traceOf = (traceId: string, requests: number): Promise<void> =>
  expect
    .poll(() => collector.spans().filter((span) => span.traceId === traceId && span.kind === spanKind.server).length, {
      timeout: 30_000,
    })
    .toBeGreaterThanOrEqual(requests);
