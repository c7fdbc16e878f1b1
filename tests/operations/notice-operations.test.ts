import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listChannelHealth } from "@/lib/notices/queries/channel-health";
import { listDeadNotices, listOwnTests } from "@/lib/notices/queries/list-dead";
import { channels } from "@/lib/notices/shapes";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef, ready } from "../support/acts";
import { Channels } from "../support/channels";
import { control } from "../support/control";
import { hold, isWaiting } from "../support/databases";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, type Person } from "../support/people";
import { recorded } from "../support/record";

let own: OwnConsole;
let admin: Person;
let way: Channels;

beforeAll(async () => {
  own = await enterOwnConsole();
  admin = await jae();
  for (const person of [admin, await ari()]) await person.actor();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE notices, notice_deliveries, notice_reads, notice_routes");
  way = new Channels(own);
});
afterEach(() => way.close());
afterAll(() => own.close());

async function run(operation: string, input: unknown, ref = newRef()): Promise<string> {
  const { id, nonce } = await ready(admin, { operation, input });
  return codeOf(await confirmRequest(await admin.actor(), ref, { id, nonce }));
}

async function perform(operation: string, input: unknown): Promise<string> {
  return codeOf(await performRoutine(await admin.actor(), newRef(), { operation, input }));
}

const preview = async (operation: string, input: unknown) =>
  previewOperation(await admin.actor(), newRef(), { operation, input });

describe("notice.replay", () => {
  /** Three notices that Slack refused for good. */
  async function givenUp(): Promise<string[]> {
    await control.setFault("slack", { status: 404 });
    const keys = [await way.post(), await way.post(), await way.post()];
    for (const _key of keys) await way.pass("slack");
    await control.clearFault("slack");
    return keys;
  }
  const deadIds = async () => (await listDeadNotices(await admin.actor(), 10)).map(({ id }) => id);

  it("sends again what was given up, in its old order, and before what came later", async () => {
    const keys = await givenUp();
    const later = await way.post();
    const ids = await deadIds();
    expect(ids).toHaveLength(3);
    const ref = newRef();
    expect(await run("notice.replay", { ids: ids.toReversed() }, ref)).toBe("ok");
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "intent" },
      { kind: "outcome", facts: { notices: 3 } },
    ]);
    const order: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      await way.pass("slack");
      for (const { dedup_key: key, state } of await way.rows("slack"))
        if (state === "sent" && !order.includes(key)) order.push(key);
    }
    expect(order).toEqual([...keys, later]);
    expect(await deadIds()).toEqual([]);
  });

  it("says how many go where, and that they can't be taken back", async () => {
    await givenUp();
    const shown = must(await preview("notice.replay", { ids: await deadIds() }));
    expect(shown.preview).toMatchObject({
      lines: [{ key: "channels.replay.again", values: { count: 3, channel: "slack" } }],
      reversible: false,
    });
  });

  it("refuses what is not there, what is on its way, and what changed meanwhile", async () => {
    await givenUp();
    const [first = "", second = ""] = await deadIds();
    expect(codeOf(await preview("notice.replay", { ids: [first, crypto.randomUUID()] }))).toBe("notice_not_found");
    const request = await ready(admin, { operation: "notice.replay", input: { ids: [first, second] } });
    expect(await run("notice.replay", { ids: [second] })).toBe("ok");
    expect(codeOf(await confirmRequest(await admin.actor(), newRef(), request))).toBe("notice_not_dead");
    expect(await deadIds()).toContain(first);
  });
});

it("notice.replay leaves alone what somebody else sends again at this moment", async () => {
  await control.setFault("slack", { status: 404 });
  await way.post();
  await way.pass("slack");
  const [{ id } = { id: "" }] = await listDeadNotices(await admin.actor(), 10);
  const request = await ready(admin, { operation: "notice.replay", input: { ids: [id] } });
  const held = await hold(own.owner, "UPDATE notice_deliveries SET state = 'pending', attempts = 7 WHERE id = $1", [
    id,
  ]);
  try {
    const confirming = confirmRequest(await admin.actor(), newRef(), request);
    await expect.poll(() => isWaiting(own.owner, "sallyport-console"), { interval: 5 }).toBe(true);
    await held.release();
    expect(codeOf(await confirming)).toBe("target_changed");
  } finally {
    await held.release();
  }
  expect(await way.rows("slack")).toMatchObject([{ state: "pending", attempts: 7 }]);
});

describe("channel.route", () => {
  const route = { channel: "slack", urgencies: ["page"], exceptKinds: ["review.late"], language: "ko" } as const;

  it("decides what is carried from now on", async () => {
    expect(await run("channel.route", route)).toBe("ok");
    await way.post({ kind: "review.due", urgency: "tell" });
    await way.post({ kind: "review.late", urgency: "page" });
    const key = await way.post();
    expect((await way.rows("slack")).map((row) => row.dedup_key)).toEqual([key]);
    expect(await way.rows("webhook")).toHaveLength(3);
    await way.pass("slack");
    expect((await way.arrivals("slack", "(3)"))[0]?.body).toContain("긴급: Mina Seo 님이 승인을 요청했습니다");
  });

  it("warns when nobody would be paged any more", async () => {
    for (const channel of ["slack", "pagerduty", "mail"] as const)
      expect(await run("channel.route", { ...route, channel, urgencies: ["tell"] })).toBe("ok");
    const last = must(await preview("channel.route", { ...route, channel: "webhook", urgencies: [] }));
    expect(last.preview.warnings).toEqual([{ key: "channels.route.nobodyPaged" }]);
    const kept = must(await preview("channel.route", { ...route, channel: "webhook" }));
    expect(kept.preview.warnings).toEqual([]);
  });

  it.each([
    { ...route, channel: "fax" },
    { ...route, urgencies: ["page", "page"] },
    { ...route, exceptKinds: ["payload"] },
    { ...route, url: "https://evil.example" },
  ])("refuses %j", async (input) => {
    expect(codeOf(await preview("channel.route", input))).toBe("invalid_input");
  });
});

describe("channel.test", () => {
  const test = async (channel: string) =>
    (await listOwnTests(await admin.actor())).find((each) => each.channel === channel);

  it.each(channels)("goes out by %s alone, into nobody's inbox, and shows how it went", async (channel) => {
    expect(await perform("channel.test", { channel })).toBe("ok");
    expect(await test(channel)).toMatchObject({ state: "pending", lastError: null });
    await way.dispatch();
    const { rows } = await own.owner.query("SELECT channel FROM notice_deliveries");
    expect(rows).toEqual([{ channel }]);
    await way.pass(channel);
    expect(await test(channel)).toMatchObject({ state: "sent" });
    expect((await listOwnTests(await (await ari()).actor())).length).toBe(0);
  });

  it("that fails says why", async () => {
    await control.setFault("pagerduty", { status: 400 });
    expect(await perform("channel.test", { channel: "pagerduty" })).toBe("ok");
    await way.dispatch();
    await way.pass("pagerduty");
    expect(await test("pagerduty")).toMatchObject({ state: "dead", lastError: "refused", lastDetail: "400 error" });
    const health = await listChannelHealth(await admin.actor());
    expect(health.find(({ channel }) => channel === "pagerduty")).toMatchObject({ state: "down", dead: 1 });
  });
});

describe("notice.dispatch", () => {
  it("gives each notice one place a channel, also when several workers do it at once", async () => {
    await way.post();
    await own.owner.query("UPDATE notices SET dispatched_at = NULL; TRUNCATE notice_deliveries");
    await Promise.all(Array.from({ length: 6 }, () => way.dispatch()));
    expect(await Promise.all(channels.map(async (channel) => (await way.rows(channel)).length))).toEqual([1, 1, 1, 1]);
  });

  it("gives a repeated key no second place", async () => {
    const key = await way.post();
    await own.owner.query(
      `INSERT INTO notices (id, kind, href, urgency, dedup_key, roles, person_ids, except_ids, values_text)
       SELECT gen_random_uuid(), kind, href, urgency, dedup_key, roles, person_ids, except_ids, values_text FROM notices`,
    );
    await way.dispatch();
    expect((await way.rows("slack")).map((row) => row.dedup_key)).toEqual([key]);
    const { rows } = await own.owner.query("SELECT count(*)::int AS open FROM notices WHERE dispatched_at IS NULL");
    expect(rows).toEqual([{ open: 0 }]);
  });
});
