import { beforeAll, describe, expect, test } from "vitest";
import { type Role, roles } from "@/lib/access/roles";
import { redactPayload } from "@/lib/deliveries/rules/redact";
import { act, postAction } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, cookiesOf, playedBy } from "../support/cast";
import { healthyAgain, type KnownDelivery, listDead } from "../support/dead-letters";
import { type Answer, ask, asPage, asPoll, asRouter } from "../support/http";
import { Person } from "../support/people";
import { idpRows } from "../support/rows";
import { leaksOf, secretsOf } from "../support/secrets";
import { world } from "../support/world";

let dead: KnownDelivery;
let hostile: { id: string; payload: string; lastError: string | null }[] = [];
beforeAll(async () => {
  await calm();
  [dead] = (await listDead(healthyAgain.id, 1)) as [KnownDelivery];
  hostile = await idpRows(
    `SELECT id::text, payload::text, last_error AS "lastError" FROM webhook_outbox_entries
      WHERE dlq_at IS NOT NULL AND (payload::text LIKE '%owned%' OR payload::text LIKE '%trap@example.com%') ORDER BY id LIMIT 6`,
  );
});

const cookiesIn = async (role: Role): Promise<string> => (await cookiesOf(role, "U")) ?? "";

/** A page both ways: as HTML, and as the data that the router fetches. */
async function bothWays(path: string, cookies: string): Promise<string> {
  const ways = await Promise.all([
    ask({ path, headers: asPage, cookies }),
    ask({ path: `${path}${path.includes("?") ? "&" : "?"}_rsc`, headers: asRouter, cookies }),
  ]);
  return ways.map(({ text }) => text).join("\n");
}

/** Every text and number of a JSON document that stands for a value, without the keys. */
function valuesIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(valuesIn);
  if (typeof json === "object" && json !== null) return Object.values(json).flatMap(valuesIn);
  return typeof json === "string" || typeof json === "number" ? [String(json)] : [];
}

/** What the rule would hide of a payload: the values that are not in its open segments. */
function hiddenIn(payload: string): string[] {
  const open = redactPayload(payload).segments.filter(({ masked }) => !masked);
  const shown = open.map(({ text }) => text).join("");
  return valuesIn(JSON.parse(payload)).filter((value) => value.length >= 4 && !shown.includes(value));
}

describe("a payload's personal values", () => {
  test("are on no page and in no data that a responder or an admin gets", async () => {
    const hidden = hiddenIn(dead.payload);
    expect(hidden.length).toBeGreaterThan(0);
    for (const role of ["responder", "admin"] as const) {
      const cookies = await cookiesIn(role);
      const page = await bothWays(`/deliveries/${dead.id}`, cookies);
      const live = await ask({ path: `/api/live/delivery?id=${dead.id}`, headers: asPoll, cookies });
      const card = await postAction("preview", [{ operation: "delivery.retry", input: { id: dead.id } }], { cookies });
      const said = `${page}${live.text}${card.text}`;
      // A word like "phone" may be a value, and stand in the frame of every page.
      const frame = await bothWays("/settings", cookies);
      const told = hidden.filter((value) => said.includes(value) && !isShownElsewhere(value) && !frame.includes(value));
      expect(told).toEqual([]);
      expect(said).toContain("•••");
    }
  });

  test("are hidden in hostile rows as well, and markup in them stays text", async () => {
    const cookies = await cookiesIn("responder");
    expect(hostile.length).toBeGreaterThan(2);
    for (const { id, payload } of hostile) {
      const page = await bothWays(`/deliveries/${id}`, cookies);
      expect([id, hiddenIn(payload).filter((value) => value.length > 8 && page.includes(value))]).toEqual([id, []]);
      const { text: html } = await ask({ path: `/deliveries/${id}`, headers: asPage, cookies });
      expect([id, /<script>window\.owned|<img src=x onerror|<svg onload=/.test(html)]).toEqual([id, false]);
    }
  });
});

/** The idempotency key and the subject stand on the page as facts of the delivery, on purpose. */
const isShownElsewhere = (value: string): boolean => value === dead.idempotencyKey || value === dead.subject;

describe("a manager", () => {
  test("sees the numbers, and neither rows nor payloads, whatever they ask for", async () => {
    const cookies = await cookiesIn("manager");
    const asked = [
      "/deliveries",
      `/deliveries?q=${dead.id}`,
      `/deliveries?app=${healthyAgain.id}&state=dead`,
      "/deliveries?state=delivered",
      "/deliveries?state=pending&cursor=x",
      `/deliveries/${dead.id}`,
      `/deliveries/${hostile[0]?.id}`,
    ];
    for (const path of asked) {
      const text = await bothWays(path, cookies);
      const found = [`/deliveries/${dead.id}"`, dead.idempotencyKey, "•••", "upstream connect error", "503 Service"];
      expect([path, found.filter((mark) => text.includes(mark) && !path.includes(dead.id))]).toEqual([path, []]);
      expect(text.includes(dead.idempotencyKey)).toBe(false);
    }
    expect(await bothWays("/deliveries", cookies)).toContain("Baram Pay");
  });

  test("gets no row by an action or a live view either", async () => {
    const cookies = await cookiesIn("manager");
    for (const operation of ["delivery.retry", "delivery.annotate"]) {
      const result = await act("preview", [{ operation, input: { id: dead.id, text: "x" } }], { cookies });
      expect(result).toEqual({ ok: false, refusal: { code: "not_allowed", facts: { operation } } });
    }
    const live = await ask({ path: `/api/live/delivery?id=${dead.id}`, headers: asPoll, cookies });
    expect(live.json()).toEqual({ code: "not_allowed", ref: live.headers["x-request-id"] });
  });
});

/** One of every kind of answer, to everybody who gets it. */
async function answers(): Promise<Record<string, Answer>> {
  const said: Record<string, Answer> = {};
  const { METRICS_TOKEN: token } = world().env.product;
  for (const role of roles) {
    const cookies = await cookiesIn(role);
    for (const path of ["/deliveries", `/deliveries/${dead.id}`, "/operations", "/record", "/settings", "/nowhere"])
      said[`${role} ${path}`] = await ask({ path, headers: asPage, cookies });
    said[`${role} live`] = await ask({ path: "/api/live/shell", headers: asPoll, cookies });
    said[`${role} action`] = await postAction("perform", [{ operation: "none", input: "x" }], { cookies });
  }
  for (const path of ["/sign-in", "/api/health/ready", "/__clerk/v1/environment", "/api/refused", "/api/elsewhere"])
    said[path] = await ask({ path, headers: asPage });
  said.metrics = await ask({ path: "/metrics", headers: { authorization: `Bearer ${token}` } });
  return said;
}

describe("a secret", () => {
  test("of the environment, of a person or of a session is in no answer", async () => {
    const people = await Promise.all(Object.values(playedBy).map((email) => Person.signIn(email)));
    for (const person of people) await person.token();
    // What Clerk's own browser part needs is public: the publishable key, and the JWT in the person's own cookie.
    const secrets = secretsOf(people);
    expect(secrets.length).toBeGreaterThan(10);
    for (const [name, { text, headers }] of Object.entries(await answers())) {
      const said = `${text}${JSON.stringify(headers)}`;
      expect([name, leaksOf(secrets, [said])]).toEqual([name, []]);
      expect([name, /node_modules\/|\n\s+at \S+ \(/.test(text)]).toEqual([name, false]);
    }
  });

  test("token of one's own is in no page: it lives in the cookie alone", async () => {
    const cookies = await cookiesFor(playedBy.responder);
    const token = /__session=([^;]+)/.exec(cookies)?.[1] ?? "";
    expect(token.length).toBeGreaterThan(100);
    expect((await bothWays("/settings", cookies)).includes(token)).toBe(false);
  });
});
