import { beforeAll, describe, expect, test } from "vitest";
import { act, actionId, postAction } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { healthyAgain, type KnownDelivery, listDead } from "../support/dead-letters";
import { type Answer, ask } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows } from "../support/rows";
import { stateOfThings } from "../support/state";
import { world } from "../support/world";

const { origin: home, hostname, port } = new URL(world().consoleUrl);

let dead: KnownDelivery;
let cookies = "";
beforeAll(async () => {
  await calm();
  [dead] = (await listDead(healthyAgain.id, 1)) as [KnownDelivery];
  cookies = await cookiesFor(playedBy.responder);
  await act("preview", [{ operation: "delivery.annotate", input: { id: dead.id, text: "x" } }], { cookies });
});

/** A note is the quickest act there is: if one of these ran, there would be one more. */
const note = () => [{ operation: "delivery.annotate", input: { id: dead.id, text: "From somewhere else." } }];

/** Headers that are left out are absent, as from a client that does not send them. */
type Sent = { origin?: string; "sec-fetch-site"?: string };

async function send(sent: Sent, more: Record<string, string> = {}): Promise<Answer> {
  return ask({
    method: "POST",
    path: "/deliveries/1",
    cookies,
    headers: {
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      "next-action": actionId("perform"),
      ...sent,
      ...more,
    },
    body: JSON.stringify(note()),
  });
}

async function expectRefused(answer: Answer, since: number, before: string): Promise<void> {
  expect([answer.status, answer.headers["content-type"]]).toEqual([403, "application/problem+json"]);
  const ref = answer.headers["x-request-id"];
  expect(answer.json()).toEqual({ type: "about:blank", title: "cross_site", status: 403, code: "cross_site", ref });
  expect(await stateOfThings([dead.id])).toBe(before);
  const rows = await recordedSince(since);
  expect(rows.map(({ kind, operation, code, ref: r }) => [kind, operation, code, r])).toEqual([
    ["refusal", "request.refused", "cross_site", ref],
  ]);
  expect(rows[0]?.actor).toMatchObject({ kind: "person", name: "Mina Seo" });
}

const origins: [string, string | undefined][] = [
  ["missing", undefined],
  ["null", "null"],
  ["empty", ""],
  ["malformed", "http://"],
  ["no URL at all", "%%%"],
  ["another site's", "https://evil.example"],
  ["a sibling's", `http://evil.${hostname}:${port}`],
  ["on another port", `http://${hostname}:${Number(port) + 1}`],
  ["without our port", `http://${hostname}`],
  ["of another scheme", `https://${hostname}:${port}`],
  ["ours with a tail", `${home}.evil.example`],
  ["ours with a path", `${home}/`],
  ["ours in capitals", home.toUpperCase()],
  ["ours by address", `http://127.0.0.1:${port}`],
  ["ours twice", `${home}, ${home}`],
];

describe("B-12 a POST whose Origin is", () => {
  test.for(origins)("%s is refused, and its body is not run", async ([, origin]) => {
    for (const site of [undefined, "same-origin"]) {
      const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
      const sent = { ...(origin === undefined ? {} : { origin }), ...(site ? { "sec-fetch-site": site } : {}) };
      await expectRefused(await send(sent), since, before);
    }
  });

  test.for(["cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site"])(
    "ours, but Sec-Fetch-Site is '%s', is refused",
    async (site) => {
      const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
      await expectRefused(await send({ origin: home, "sec-fetch-site": site }), since, before);
    },
  );

  // The gatehouse refuses it first. That is not the boundary: whoever gets around it is refused as well.
  test("ours, from another site, runs nothing, whoever it is that refuses it", async () => {
    const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
    await send({ origin: home, "sec-fetch-site": "cross-site" });
    expect(await stateOfThings([dead.id])).toBe(before);
    expect((await recordedSince(since)).map(({ kind }) => kind)).not.toContain("intent");
  });

  test("ours, from another site, is no attempt at the break-glass door", async () => {
    const attempts = () => consoleRows("SELECT count(*) FROM bypass_attempts");
    const before = await attempts();
    const factor = { kind: "code", code: "ABCD-EFGH-JKMN", pin: "731958" };
    const typed = { email: playedBy.responder, reason: "Another page says so.", incident: null, override: "" };
    const wish = { id: crypto.randomUUID(), drill: false, ...typed, factor };
    await postAction("openBypass", [wish], { headers: { "sec-fetch-site": "cross-site" } });
    expect(await attempts()).toEqual(before);
  });

  test("ours is let through, with and without Sec-Fetch-Site", async () => {
    for (const sent of [{ origin: home }, { origin: home, "sec-fetch-site": "same-origin" }]) {
      const since = await recordLength();
      expect((await send(sent)).status).toBe(200);
      expect((await recordedSince(since)).map(({ kind }) => kind)).toEqual(["intent", "outcome"]);
    }
  });
});

describe("from another site", () => {
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };

  test.for(["text/plain", "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"])(
    "a body of %s is refused",
    async (type) => {
      const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
      await expectRefused(await send(foreign, { "content-type": type }), since, before);
    },
  );

  test("a form that names an action in its fields is refused", async () => {
    const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
    const field = `--x\r\nContent-Disposition: form-data; name="$ACTION_ID_${actionId("perform")}"\r\n\r\n\r\n--x--\r\n`;
    const answer = await ask({
      method: "POST",
      path: "/deliveries/1",
      cookies,
      headers: { ...foreign, "content-type": "multipart/form-data; boundary=x" },
      body: field,
    });
    await expectRefused(answer, since, before);
  });

  test.for(
    ["/", "/deliveries", "/api/live/shell", "/api/refused", "/__clerk/v1/client/sign_ins", "/nowhere"].flatMap((path) =>
      ["POST", "PUT", "PATCH", "DELETE"].map((method) => ({ method, path })),
    ),
  )("$method $path is refused", async ({ method, path }) => {
    const [since, before] = [await recordLength(), await stateOfThings([dead.id])];
    await expectRefused(await ask({ method, path, cookies, headers: foreign, body: "x=1" }), since, before);
  });

  test("a stranger is refused alike", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = await ask({ method: "POST", path: "/deliveries/1", headers: foreign, body: "x" });
      expect([answer.status, answer.json().code]).toEqual([403, "cross_site"]);
    }
  });

  test("a plain visit is welcome: links in chats and pagers work", async () => {
    const headers = { accept: "text/html", "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
    expect((await ask({ path: `/deliveries/${dead.id}`, cookies, headers })).status).toBe(200);
  });
});

describe("an action that our own page calls", () => {
  const calls: [string, string, number][] = [
    ["an id that no build ever had", "40".padEnd(42, "0"), 409],
    ["no id at all", "", 400],
    ["an id that is no id", "../../etc/passwd", 400],
  ];
  test.for(calls)("by %s is not found, and is no failure of ours", async ([, id, status]) => {
    const answer = await postAction("perform", note(), { cookies, headers: { "next-action": id } });
    expect(answer.status).toBe(status);
  });

  test.for([
    ["nothing", "[]"],
    ["no JSON", "{"],
    ["null", "[null]"],
    ["a text", '["x"]'],
    ["one field too many", '[{"operation":"worker.beat","input":{},"actor":"system"}]'],
    ["a name that is on every object", '[{"operation":"constructor","input":{}}]'],
    ["a prototype", '[{"__proto__":{"operation":"worker.beat"},"input":{}}]'],
    ["a reference into the server", '["$F1"]'],
    ["a promise", '["$@1"]'],
  ])("with %s is refused and changes nothing", async ([, body]) => {
    const before = await stateOfThings([dead.id]);
    const answer = await ask({
      method: "POST",
      path: "/deliveries/1",
      cookies,
      headers: {
        accept: "text/x-component",
        "content-type": "text/plain;charset=UTF-8",
        "next-action": actionId("perform"),
        origin: home,
        "sec-fetch-site": "same-origin",
      },
      body: body ?? "",
    });
    expect(answer.text).not.toMatch(/node_modules|at async|\/lib\//);
    expect(await stateOfThings([dead.id])).toBe(before);
    if (answer.status === 200) expect(answer.text).toMatch(/"code":"(invalid_input|unknown_operation)"/);
    else expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
