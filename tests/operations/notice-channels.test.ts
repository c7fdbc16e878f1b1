import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listChannelHealth } from "@/lib/notices/queries/channel-health";
import { channels } from "@/lib/notices/shapes";
import { performRoutine } from "@/lib/operations/perform/routine";
import { newRef } from "../support/acts";
import { Channels, neighbourOf } from "../support/channels";
import { type Child, startChild } from "../support/children";
import { control, type Fault } from "../support/control";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, mina, type Person } from "../support/people";
import { recorded } from "../support/record";
import { world } from "../support/world";

let own: OwnConsole;
let admin: Person;
let way: Channels;
const children: Child[] = [];

beforeAll(async () => {
  own = await enterOwnConsole();
  admin = await jae();
  for (const person of [admin, await ari(), await mina()]) await person.actor();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE notices, notice_deliveries, notice_reads, notice_routes");
  way = new Channels(own);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await way.close();
});
afterAll(() => own.close());

const health = async (channel: string) =>
  (await listChannelHealth(await admin.actor())).find((each) => each.channel === channel);

describe("a notice goes out", () => {
  it("to Slack as a message with a fallback text and a link, and with nothing in it that acts", async () => {
    const key = await way.post({ values: { who: "<!channel> & <b>", code: "c0de" } });
    await way.pass("slack");
    const [arrival] = await way.arrivals("slack", "c0de");
    expect(arrival).toMatchObject({ method: "POST", status: 200 });
    const message = JSON.parse(arrival?.body ?? "") as { text: string; blocks: { text: { text: string } }[] };
    expect(message.text).toBe("Urgent: &lt;!channel&gt; &amp; &lt;b&gt; asks for an approval (c0de).");
    expect(message.blocks[0]?.text.text).toContain(`<${world().consoleUrl}/approvals|Open in Sallyport>`);
    expect(await way.row("slack", key)).toMatchObject({ state: "sent", attempts: 1 });
  });

  it("to PagerDuty as an alert, which its answer resolves", async () => {
    const key = await way.post();
    await way.pass("pagerduty");
    const alert = async () => (await alerts()).find((each) => each.key === `sallyport:${key}`)?.state;
    expect(await alert()).toBe("triggered");
    await way.post({ kind: "approval.approved", urgency: "tell", settles: key });
    await way.pass("pagerduty");
    expect(await alert()).toBe("resolved");
    expect((await way.rows("pagerduty")).map(({ state }) => state)).toEqual(["sent", "sent"]);
  });

  it("to PagerDuty only when it is urgent, or answers what was", async () => {
    const other = await way.post({ urgency: "tell" });
    await way.post({ kind: "approval.approved", urgency: "page", settles: other });
    expect(await way.rows("pagerduty")).toEqual([]);
    expect(await way.rows("slack")).toHaveLength(2);
  });

  it("to a webhook, signed so that the library of the standard verifies it, and one byte more does not", async () => {
    const key = await way.post();
    await way.pass("webhook");
    const [{ headers, body = "", status } = fail()] = await way.arrivals("webhook", key);
    expect(status).toBe(200);
    const verifier = new Webhook(world().env.product.NOTICE_WEBHOOK_SECRET ?? "");
    const { id } = await way.row("webhook", key);
    expect(verifier.verify(body, headers)).toMatchObject({ type: "approval.wanted", data: { id, dedupKey: key } });
    expect(headers["webhook-id"]).toBe(id);
    expect(() => verifier.verify(`${body} `, headers)).toThrow();
  });

  it("by mail to the people whom it is for, in the channel's language", async () => {
    await own.owner.query("INSERT INTO notice_routes VALUES ('mail', '{page}', '{}', 'ko')");
    const { personId } = await (await ari()).actor();
    const key = await way.post({ audience: { roles: ["admin"], exceptIds: [personId] } });
    await way.pass("mail");
    const { id } = await way.row("mail", key);
    const [{ path, headers, body = "", status } = fail()] = await way.arrivals("mail", id);
    expect([path, status]).toEqual(["/jae@ops.example", 250]);
    expect(headers["message-id"]).toBe(`<${id}@localhost>`);
    expect(printed(body)).toContain("긴급: Mina Seo 님이 승인을 요청했습니다");
    expect(printed(body)).toContain(`Sallyport에서 열기: ${world().consoleUrl}/approvals`);
  });

  it("by mail to nobody, when nobody is known whom it is for: given up at once, and visible", async () => {
    const key = await way.post({ audience: { personIds: [crypto.randomUUID()] } });
    await way.pass("mail");
    expect(await way.row("mail", key)).toMatchObject({ state: "dead", last_detail: "no_recipient" });
    expect(await health("mail")).toMatchObject({ state: "ok", dead: 1 });
    const { rows } = await own.owner.query("SELECT kind FROM notices");
    expect(rows).toEqual([{ kind: "approval.wanted" }]);
  });
});

describe("a channel that is down for an hour", () => {
  it.each(channels)("loses nothing, keeps the order and repeats nothing: %s", async (channel) => {
    await control.setFault(neighbourOf[channel], { outage: true });
    const keys = [await way.post()];
    // An hour of attempts, a minute apart: what is not yet due is not tried.
    for (let minute = 0; minute < 60; minute += 1) {
      await way.pass(channel);
      await way.pass(channel);
      if (minute === 10 || minute === 20) keys.push(await way.post());
      if (minute === 30) await way.post({ dedupKey: keys[0] ?? "" });
      await way.letTimePass();
    }
    const waiting = await way.rows(channel);
    expect(waiting.map(({ dedup_key, state, attempts }) => [dedup_key, state, attempts])).toEqual([
      [keys[0], "pending", 60],
      [keys[1], "pending", 0],
      [keys[2], "pending", 0],
    ]);
    expect(await health(channel)).toMatchObject({ state: "down", waiting: 3, dead: 0, lastError: "unreachable" });

    await control.clearFault(neighbourOf[channel]);
    for (let round = 0; round < 5; round += 1) await way.pass(channel);
    expect((await way.rows(channel)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
    const marks = channel === "mail" ? waiting.map(({ id }) => id) : waiting.map((_row, place) => `(${place + 1})`);
    const arrived = await way.arrivals(channel, ...marks);
    expect(arrived.map((arrival) => marks.findIndex((mark) => JSON.stringify(arrival).includes(mark)))).toEqual([
      0, 1, 2,
    ]);
    expect(await health(channel)).toMatchObject({ state: "ok", waiting: 0 });
  });

  it.each([{ status: 503 }, { status: 404 }])(
    "is told of by the others, once, until it works again: %j",
    async (fault) => {
      await control.setFault("slack", fault);
      await way.post();
      await way.post();
      for (let attempt = 0; attempt < 8; attempt += 1) {
        await way.pass("slack");
        await way.dispatch();
        await way.letTimePass();
      }
      const { rows } = await own.owner.query(
        `SELECT d.channel FROM notices n JOIN notice_deliveries d ON d.notice_id = n.id WHERE n.kind = 'channel.down' ORDER BY d.place`,
      );
      expect(rows.map(({ channel }) => channel)).toEqual(["mail", "webhook"]);
    },
  );
});

type Ending = { state: string; last_error: string; last_detail: string | null };
const waits = (error: string, detail: string | null = null): Ending => ({
  state: "pending",
  last_error: error,
  last_detail: detail,
});

describe("an attempt that fails", () => {
  const failures: [(typeof channels)[number], Fault, Ending][] = [
    ["slack", { status: 500 }, waits("unexpected_answer", "500")],
    ["slack", { malformed: true }, waits("unexpected_answer", "200")],
    ["slack", { reset: true }, waits("unreachable")],
    ["slack", { status: 429 }, waits("rate_limited")],
    ["slack", { status: 404 }, { state: "dead", last_error: "refused", last_detail: "404 invalid_payload" }],
    ["pagerduty", { malformed: true }, waits("unexpected_answer", "202")],
    ["pagerduty", { status: 502 }, waits("unexpected_answer", "502")],
    ["pagerduty", { status: 400 }, { state: "dead", last_error: "refused", last_detail: "400 error" }],
    ["webhook", { status: 404 }, waits("unexpected_answer", "404")],
    ["webhook", { status: 410 }, { state: "dead", last_error: "refused", last_detail: "410" }],
    ["mail", { outage: true }, waits("unreachable")],
    ["mail", { status: 451 }, waits("unexpected_answer", "451")],
    ["mail", { status: 550 }, { state: "dead", last_error: "refused", last_detail: "550 EENVELOPE" }],
    ["mail", { malformed: true }, waits("unexpected_answer")],
    ["mail", { rateLimit: true }, waits("unexpected_answer", "421")],
    ["mail", { reset: true }, waits("unreachable")],
  ];
  it.each(failures)("%s %j is tried again, or given up, and says why", async (channel, fault, ending) => {
    const key = await way.post();
    await control.setFault(neighbourOf[channel], fault);
    await way.pass(channel);
    expect(await way.row(channel, key)).toMatchObject(ending);
  });

  it("because nobody answers is over after 15 s, and 5 s for mail", async () => {
    const key = await way.post();
    for (const channel of channels) await control.setFault(neighbourOf[channel], { hang: true });
    const began = performance.now();
    await Promise.all(channels.map((channel) => way.pass(channel)));
    expect(performance.now() - began).toBeLessThan(20_000);
    for (const channel of channels) expect(await way.row(channel, key)).toMatchObject(waits("timed_out"));
  });

  it.each([
    ["slack", { status: 429, retryAfterSeconds: 120 }],
    ["webhook", { status: 503, retryAfterSeconds: 120 }],
  ] as const)("%s %j waits as long as it was asked to", async (channel, fault) => {
    const key = await way.post();
    await control.setFault(neighbourOf[channel], fault);
    await way.pass(channel);
    const { last_error, pause } = await way.row(channel, key);
    expect([last_error, Math.round(pause / 10)]).toEqual(["rate_limited", 12]);
  });

  it("for the 240th time is the last, and the next notice has its turn", async () => {
    const keys = [await way.post(), await way.post()];
    await control.setFault("slack", { status: 500 });
    await own.owner.query("UPDATE notice_deliveries SET attempts = 239");
    const ref = newRef();
    await way.pass("slack", ref);
    expect(await way.row("slack", keys[0] ?? "")).toMatchObject({ state: "dead", attempts: 240 });
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "system", operation: "notice.send", facts: { channel: "slack", state: "dead" } },
    ]);
    await control.clearFault("slack");
    await way.pass("slack");
    expect(await way.row("slack", keys[1] ?? "")).toMatchObject({ state: "sent" });
  });
});

describe("a worker", () => {
  it("that is killed while it sends loses nothing: another one sends again, under the same id", async () => {
    await control.setFault("notice-webhook", { hang: true });
    const key = await way.post();
    const worker = startChild("worker.ts", [], own.env);
    children.push(worker);
    await expect.poll(async () => (await way.arrivals("webhook", key)).length, { timeout: 30_000 }).toBe(1);
    await worker.kill();
    await control.clearFault("notice-webhook");
    const { lease, ...left } = await way.row("webhook", key);
    expect(left).toMatchObject({ state: "pending", attempts: 1 });
    await way.pass("webhook");
    expect(await way.row("webhook", key)).toMatchObject({ state: "pending", lease });
    await way.letTimePass();
    await way.pass("webhook");
    expect(await way.row("webhook", key)).toMatchObject({ state: "sent", attempts: 2 });
    const ids = (await way.arrivals("webhook", key)).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual([left.id, left.id]);
  });

  it("whose lease was given to another one has nothing to say any more", async () => {
    const key = await way.post();
    const [mine, theirs] = [crypto.randomUUID(), crypto.randomUUID()];
    await own.owner.query("UPDATE notice_deliveries SET lease = $1, leased_until = now() + interval '30 seconds'", [
      theirs,
    ]);
    const { id } = await way.row("webhook", key);
    const say = (lease: string) =>
      performRoutine(way.worker, newRef(), {
        operation: "notice.send",
        input: { deliveryId: id, lease, result: { state: "sent" } },
      });
    await say(mine);
    expect(await way.row("webhook", key)).toMatchObject({ state: "pending", lease: theirs });
    await say(theirs);
    expect(await way.row("webhook", key)).toMatchObject({ state: "sent", lease: null });
  });

  it("beside seven others sends each notice once, in order", async () => {
    const keys = [await way.post(), await way.post(), await way.post()];
    for (let round = 0; round < 6; round += 1) await Promise.all(Array.from({ length: 8 }, () => way.pass("webhook")));
    const arrived = await way.arrivals("webhook", ...keys);
    expect(arrived.map(({ body = "" }) => keys.findIndex((key) => body.includes(key)))).toEqual([0, 1, 2]);
  });

  it("by itself dispatches and sends what was posted", async () => {
    const key = await way.post();
    children.push(startChild("worker.ts", [], own.env));
    await expect.poll(async () => (await way.row("mail", key)).state, { timeout: 30_000 }).toBe("sent");
    for (const channel of channels)
      await expect.poll(async () => (await way.row(channel, key)).state, { timeout: 10_000 }).toBe("sent");
  });
});

async function alerts(): Promise<{ key: string; state: string }[]> {
  const { neighbours } = await control.describe();
  return (await (await fetch(`${neighbours.pagerduty}/v2/alerts`)).json()) as { key: string; state: string }[];
}

/** A quoted-printable mail as it reads. */
function printed(mail: string): string {
  const joined = mail.slice(mail.indexOf("\r\n\r\n")).replaceAll("=\r\n", "");
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function fail(): never {
  throw new Error("nothing arrived");
}
