import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/lib/access/roles";
import type { Found, Thing } from "@/lib/command-bar/shapes";
import { act } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, cookiesOf, type Mode, playedBy } from "../support/cast";
import { control } from "../support/control";
import { characters, clerkIdOf, emailOf } from "../support/customers";
import { Outbox, type OutboxRow, relyingParties } from "../support/deliveries";
import { grantAgent as agent, forgetGrants, heldGrant } from "../support/grants";
import { type Answer, ask } from "../support/http";
import { openIncident } from "../support/incidents";
import { recordLength } from "../support/record-tail";
import { consoleRows, idpRows } from "../support/rows";
import { stateOfThings } from "../support/state";
import { world } from "../support/world";

const own = { origin: new URL(world().consoleUrl).origin, "sec-fetch-site": "same-origin" };
const incident = { title: `Found by number ${crypto.randomUUID()}`, number: 0 };
let outbox: Outbox;
let dead: OutboxRow;
let kid = "";
let request = { id: "", code: "" };

beforeAll(async () => {
  await calm();
  outbox = new Outbox();
  dead = await outbox.row({ relyingParty: relyingParties.eb });
  const [key] = await idpRows<{ kid: string }>(
    "SELECT kid FROM webhook_signing_keys WHERE oauth_application_id = $1 AND state = 'active'",
    [relyingParties.eb],
  );
  kid = key?.kid ?? "";
  incident.number = await openIncident(consoleRows, { title: incident.title });
  const asked = await act(
    "request",
    [{ operation: "delivery.retry", input: { id: dead.id }, reason: "To be found by its code." }],
    { cookies: await cookiesFor(playedBy.responder) },
  );
  if (asked.ok) request = { id: String(asked.value.id), code: String(asked.value.code) };
});

afterAll(async () => {
  await consoleRows("DELETE FROM incidents WHERE number = $1", [incident.number]);
  await outbox.close();
});

type From = { role?: Role; mode?: Mode; cookies?: string; headers?: Record<string, string> };

async function post(body: string, { role = "responder", mode = "U", cookies, headers = own }: From): Promise<Answer> {
  const sent = cookies ?? (await cookiesOf(role, mode));
  return ask({ method: "POST", path: "/api/command-bar", headers, body, ...(sent ? { cookies: sent } : {}) });
}

const lookUp = (typed: string, from: From = {}): Promise<Answer> => post(JSON.stringify({ typed }), from);

/** Something that was slow for once, on a machine that does much else, is asked for again. */
async function found(typed: string, from: From = {}, patience = 3): Promise<Found> {
  const answer = await lookUp(typed, from);
  expect([typed, answer.status]).toEqual([typed, 200]);
  const told = answer.json() as unknown as Found;
  return patience > 0 && told.silent.some(({ slow }) => slow) ? found(typed, from, patience - 1) : told;
}

const idsOf = ({ things }: Found, kind: Thing["kind"]): string[] =>
  things.filter((thing) => thing.kind === kind).map((thing) => String("id" in thing ? thing.id : ""));

describe("the command bar finds", () => {
  test("a delivery by its id, as it stands", async () => {
    expect((await found(dead.id)).things).toContainEqual(
      expect.objectContaining({ kind: "delivery", id: dead.id, state: "dead" }),
    );
    expect(idsOf(await found(`retry ${dead.id}`), "delivery")).toEqual([dead.id]);
  });

  test("the deliveries of an event by its idempotency key", async () => {
    expect(idsOf(await found(dead.idempotency_key), "delivery")).toEqual([dead.id]);
  });

  test("a customer by either id or a whole address, and never tells the address", async () => {
    const email = emailOf(characters.well);
    for (const typed of [String(characters.well), await clerkIdOf(characters.well), email, email.toUpperCase()]) {
      const told = await found(typed);
      expect([typed, idsOf(told, "customer")]).toEqual([typed, [String(characters.well)]]);
      expect(JSON.stringify(told).toLowerCase()).not.toContain(email);
    }
  });

  test("an incident by its number, and a request by its id or the code that is read aloud", async () => {
    for (const typed of [`INC-${incident.number}`, `#${incident.number}`, String(incident.number)])
      expect((await found(typed)).things).toContainEqual(
        expect.objectContaining({ kind: "incident", title: incident.title, open: true }),
      );
    for (const typed of [request.id, request.code]) expect(idsOf(await found(typed), "request")).toContain(request.id);
  });

  test("a relying party by a part of its name or its id, and a key by the beginning of its kid", async () => {
    expect(idsOf(await found("podo ga"), "relying_party")).toEqual(["57"]);
    expect(idsOf(await found("57"), "relying_party")).toEqual(["57"]);
    const { things } = await found(kid.slice(0, -1));
    expect(things).toContainEqual(expect.objectContaining({ kind: "kid", kid, relyingPartyId: relyingParties.eb }));
  });
});

describe("who may find what", () => {
  afterEach(() => forgetGrants(consoleRows));

  test("a manager is told of deliveries and customers what they are told of those that there are not", async () => {
    const [{ max }] = (await idpRows<{ max: string }>("SELECT max(id)::text AS max FROM webhook_outbox_entries")) as [
      { max: string },
    ];
    const since = new Date();
    const nothing = await lookUp(String(BigInt(max) + 1_000_000n), { role: "manager" });
    for (const typed of [dead.idempotency_key, emailOf(characters.well), await clerkIdOf(characters.well)])
      expect([typed, (await found(typed, { role: "manager" })).things]).toEqual([typed, []]);
    const known = await lookUp(dead.id, { role: "manager" });
    expect([known.status, known.text]).toEqual([nothing.status, nothing.text]);
    expect(idsOf(await found(String(characters.well), { role: "manager" }), "customer")).toEqual([]);
    const asked = await control.journal({ neighbour: "clerk-managed", since });
    expect(asked.filter(({ path }) => path.includes("query=") || path.includes("user_id="))).toEqual([]);
  });

  test("a manager finds what they may read: incidents, requests, relying parties, and keys without their deliveries", async () => {
    expect(idsOf(await found(request.id, { role: "manager" }), "request")).toEqual([request.id]);
    expect(idsOf(await found("podo", { role: "manager" }), "relying_party")).toEqual(["57"]);
    const { things } = await found(kid, { role: "manager" });
    expect(things).toContainEqual(expect.objectContaining({ kind: "kid", kid }));
  });

  test("the holder of a break-glass grant finds what their last role did", async () => {
    const held = await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent });
    const from = { cookies: held.cookie, headers: { ...own, "user-agent": agent } };
    expect(idsOf(await found(dead.id, from), "delivery")).toEqual([dead.id]);
  });

  test.each<[Mode, number, string]>([
    ["N", 401, "not_signed_in"],
    ["X", 401, "not_signed_in"],
    ["F", 401, "not_signed_in"],
    ["F1", 403, "no_second_factor"],
    ["M", 403, "wrong_organisation"],
  ])("somebody coming as %s is told why not, and nothing else", async (mode, status, code) => {
    const answer = await lookUp(dead.id, { role: "admin", mode });
    expect([answer.status, answer.json()]).toEqual([status, { code, ref: answer.headers["x-request-id"] }]);
  });

  test("another site is refused, and no other method reads or changes anything", async () => {
    const before = await stateOfThings([dead.id]);
    const elsewhere = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    expect((await lookUp(dead.id, { headers: elsewhere })).status).toBe(403);
    const [cookies, since] = [await cookiesOf("responder", "U"), await recordLength()];
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const path = `/api/command-bar?typed=${dead.id}`;
      const answer = await ask({ method, path, headers: own, ...(cookies ? { cookies } : {}) });
      expect([method, answer.status, answer.text]).toEqual([method, 405, ""]);
    }
    expect([await stateOfThings([dead.id]), await recordLength()]).toEqual([before, since]);
  });
});

describe("what is typed", () => {
  test.each(["%%%", "___", "\\\\%", "po_o", "' OR 1=1 --", "${7*7}", "<script>alert(1)</script>", "가".repeat(200)])(
    "%s is taken for what it is",
    async (typed) => {
      expect((await found(typed, { role: "admin" })).things).toEqual([]);
    },
  );

  test.each([
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"typed":7}',
    '{"typed":"a\\u0000b"}',
    '{"typed":"\\ud800"}',
    '{"typed":"x","as":"admin"}',
    JSON.stringify({ typed: "x".repeat(201) }),
  ])("%s is refused by code", async (body) => {
    const answer = await post(body, { role: "admin" });
    expect([answer.status, answer.json().code]).toEqual([422, "invalid_input"]);
  });

  test("a body that is too large is not read", async () => {
    const answer = await post(JSON.stringify({ typed: "x".repeat(10_000) }), { role: "admin" });
    expect([answer.status, answer.json().code]).toEqual([413, "body_too_large"]);
  });
});

describe("when a place does not answer", () => {
  afterEach(calm);

  test("Clerk: what the identity provider knows is found, and what is missing is said", async () => {
    await control.setFault("clerk-managed", { status: 503 });
    const { things, silent } = await found(emailOf(characters.well));
    expect(things).toContainEqual(expect.objectContaining({ kind: "customer", id: String(characters.well) }));
    expect(silent).toEqual([{ place: "clerk", slow: false }]);
  });

  test("the identity provider's database: what is ours is found, and what is missing is said once", async () => {
    await control.startScenario("identity-database-down");
    const { things, silent } = await found(request.id);
    expect(things).toEqual([expect.objectContaining({ kind: "request", id: request.id })]);
    expect(silent).toEqual([{ place: "identity_provider", slow: false }]);
  });
});

test("nobody looks up faster than any hand types", async () => {
  const cookies = (await cookiesOf("manager", "U")) ?? "";
  // More than two minutes' worth: a minute that ends in between hides none. What is refused by its shape is counted, too, and costs the
  // world nothing else.
  const answers = await Promise.all(Array.from({ length: 2 * 90 + 2 }, () => post("{}", { cookies })));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.json().code).toBe("rate_limited");
});
