import { createTransport } from "nodemailer";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import type { Part } from "../../sandbox/kernel/part";
import { startNotifications } from "../../sandbox/notifications/start";
import { findFreePorts } from "../../scripts/start/ports.mjs";

const known = {
  slackWebhookPath: "/services/T1/B1/sandbox1",
  pagerdutyRoutingKey: "sandbox0123456789abcdef012345678",
  noticeWebhookSecret: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
  smtpPassword: "sandbox-1",
};

let kernel: Kernel;
let part: Part;
let url: string;
let smtp: number;

beforeEach(async () => {
  kernel = createKernel();
  const first = (await findFreePorts()).console;
  smtp = first + 1;
  part = await startNotifications(kernel, { ports: { notifications: first, smtp }, notifications: known });
  url = `http://127.0.0.1:${first}`;
});
afterEach(() => part.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
  });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
}

describe("the sandbox's Slack", () => {
  const slack = (body: unknown) => post(known.slackWebhookPath, body);
  const section = { type: "section", text: { type: "mrkdwn", text: "hello" } };

  test("takes a message and says ok, as plain text", async () => {
    expect(await slack({ text: "hello", blocks: [section] })).toMatchObject({ status: 200, text: "ok" });
    expect(kernel.journal.entries({ neighbour: "slack" })).toMatchObject([{ method: "POST", status: 200 }]);
  });

  test.each([
    [{ blocks: [section] }, "no_text"],
    [{ text: "x", blocks: [{ type: "section", text: { type: "mrkdwn", text: "x".repeat(3_001) } }] }, "invalid_blocks"],
    [{ text: "x", blocks: [{ type: "button" }] }, "invalid_blocks"],
    [{ text: "x", blocks: Array.from({ length: 51 }, () => section) }, "invalid_blocks"],
  ])("refuses what Slack refuses: %#", async (body, word) => {
    expect(await slack(body)).toMatchObject({ status: 400, text: word });
  });

  test("knows no other webhook", async () => {
    expect(await post("/services/T1/B1/other", { text: "x" })).toMatchObject({ status: 404, text: "no_service" });
  });

  test("fails by itself, and the others go on", async () => {
    kernel.faults.set("slack", { status: 429, retryAfterSeconds: 7 });
    expect(await slack({ text: "x" })).toMatchObject({ status: 429, text: "rate_limited", retryAfter: "7" });
    expect((await post("/v2/enqueue", {})).status).toBe(400);
    kernel.faults.set("slack", { outage: true });
    await expect(slack({ text: "x" })).rejects.toThrow();
  });
});

describe("the sandbox's PagerDuty", () => {
  const event = {
    routing_key: known.pagerdutyRoutingKey,
    event_action: "trigger",
    dedup_key: "one",
    payload: { summary: "down", source: "console", severity: "critical" },
  };
  const send = (change: object) => post("/v2/enqueue", { ...event, ...change });
  const alerts = async () => (await (await fetch(`${url}/v2/alerts`)).json()) as unknown[];

  test("groups by dedup_key, and follows acknowledge and resolve", async () => {
    const first = await send({});
    expect([first.status, JSON.parse(first.text)]).toEqual([
      202,
      { status: "success", message: "Event processed", dedup_key: "one" },
    ]);
    await send({ payload: { ...event.payload, summary: "still down" } });
    expect(await alerts()).toEqual([{ key: "one", state: "triggered", summary: "down" }]);
    await send({ event_action: "acknowledge" });
    expect(await alerts()).toMatchObject([{ state: "acknowledged" }]);
    await send({ event_action: "resolve", payload: undefined });
    expect(await alerts()).toMatchObject([{ state: "resolved" }]);
    await send({});
    expect(await alerts()).toMatchObject([{ state: "triggered" }]);
  });

  test.each([
    { routing_key: "another-key-of-32-characters-000" },
    { event_action: "shout" },
    { event_action: "resolve", dedup_key: undefined },
    { dedup_key: "x".repeat(256) },
    { payload: { ...event.payload, severity: "fatal" } },
    { payload: { ...event.payload, summary: "x".repeat(1_025) } },
    { links: [{ href: "not a url", text: "?" }] },
  ])("refuses what PagerDuty refuses: %j", async (change) => {
    const { status, text } = await send(change);
    expect([status, JSON.parse(text)]).toMatchObject([400, { status: "invalid event" }]);
    expect(await alerts()).toEqual([]);
  });
});

describe("the sandbox's receiver of webhooks", () => {
  const body = JSON.stringify({ type: "approval.wanted" });
  const signed = (id: string, at = new Date()) => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(known.noticeWebhookSecret).sign(id, at, body),
  });

  test("verifies what the library of the standard signs, and knows a repeated id", async () => {
    expect(await post("/notices", body, signed("msg_1"))).toMatchObject({ status: 200, text: '{"repeated":false}' });
    expect(await post("/notices", body, signed("msg_1"))).toMatchObject({ status: 200, text: '{"repeated":true}' });
  });

  test("refuses another body, another time and no signature", async () => {
    const early = new Date(Date.now() - 301_000);
    const attempts = [
      post("/notices", `${body} `, signed("msg_1")),
      post("/notices", body, signed("msg_1", early)),
      post("/notices", body, { ...signed("msg_1"), "webhook-id": "msg_2" }),
      post("/notices", body),
    ];
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });
});

describe("the sandbox's mail server", () => {
  const send = async (pass = known.smtpPassword): Promise<string> => {
    const silence = { connectionTimeout: 500, greetingTimeout: 500, socketTimeout: 500 };
    const transport = createTransport({ host: "127.0.0.1", port: smtp, auth: { user: "sandbox", pass }, ...silence });
    const mail = { from: "a@sandbox.example", to: "b@ops.example", subject: "hello", text: "there" };
    return transport.sendMail(mail).then(
      () => "sent",
      ({ code, responseCode }: { code: string; responseCode?: number }) => `${code} ${responseCode ?? ""}`.trim(),
    );
  };

  test("takes a mail into the journal", async () => {
    expect(await send()).toBe("sent");
    expect(kernel.journal.entries({ neighbour: "smtp" })).toMatchObject([
      { method: "MAIL", path: "/b@ops.example", headers: { subject: "hello" }, status: 250 },
    ]);
  });

  test("wants its password", async () => {
    expect(await send("wrong")).toBe("EAUTH 535");
  });

  test.each([
    [{ outage: true }, /^(ESOCKET|ECONNECTION)$/, 0],
    [{ hang: true }, /^ETIMEDOUT$/, 0],
    [{ malformed: true }, /^(EPROTOCOL|ECONNECTION|ESOCKET)$/, 0],
    [{ reset: true }, /^(ESOCKET|ECONNECTION)$/, 1],
    [{ status: 451 }, /^EENVELOPE 451$/, 1],
    [{ status: 550 }, /^EENVELOPE 550$/, 1],
    [{ rateLimit: true }, /^\w+ 421$/, 1],
  ])("fails as told: %j", async (fault, ending, journalled) => {
    kernel.faults.set("smtp", fault);
    expect(await send()).toMatch(ending);
    expect(kernel.journal.entries({ neighbour: "smtp" })).toHaveLength(journalled);
    kernel.faults.clear("smtp");
    expect(await send()).toBe("sent");
  });
});
