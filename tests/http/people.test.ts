import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import en from "@/messages/en.json";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { control } from "../support/control";
import { characters, clerkIdOf, emailOf } from "../support/customers";
import { grantAgent as agent, forgetGrants, heldGrant } from "../support/grants";
import { type Answer, ask, asPage } from "../support/http";
import { consoleRows } from "../support/rows";

let cookies = "";
beforeAll(async () => {
  await calm();
  cookies = await cookiesFor(playedBy.responder);
});
afterAll(calm);

/** Something that was slow for once, on a machine that does much else, is asked for again. */
async function get(path: string, as = cookies): Promise<Answer> {
  const answer = await ask({ path, headers: asPage, cookies: as });
  const slow = /<code>(timed_out|unreachable)<\/code>/.test(answer.text) && Date.now() < patienceUntil;
  return slow ? get(path, as) : answer;
}
let patienceUntil = 0;
beforeEach(() => {
  patienceUntil = Date.now() + 6_000;
});
const search = (text: string, as = cookies) => get(`/people?${new URLSearchParams({ q: text })}`, as);

/** Whom a page lists, by the links to their own pages. */
const listed = (text: string): string[] => [
  ...new Set([...text.matchAll(/href="\/people\/([^"?]+)"/g)].flatMap(([, id]) => id ?? [])),
];

describe("a search", () => {
  test.each<[string, () => Promise<string> | string]>([
    ["an address", () => emailOf(characters.well)],
    ["an address in capitals", () => emailOf(characters.well).toUpperCase()],
    ["an id of Clerk's", () => clerkIdOf(characters.well)],
    ["an id of the identity provider's", () => String(characters.well)],
  ])("finds somebody by %s", async (_name, sought) => {
    const { status, text } = await search(await sought());
    expect([status, listed(text)]).toEqual([200, [String(characters.well)]]);
  });

  test("finds by a phone number, which Clerk alone has, and knows them at the identity provider all the same", async () => {
    const { text } = await search("+1 555 010-0048");
    expect(listed(text)).toEqual([String(characters.telephone)]);
  });

  test("finds whom only one side knows, and leads to the id that there is", async () => {
    expect(listed((await search(emailOf(characters.unsynced))).text)).toEqual([await clerkIdOf(characters.unsynced)]);
    expect(listed((await search("7000")).text)).toEqual(["7000"]);
  });

  test("never tells an address, neither on the list nor on the page, nor in what comes with it", async () => {
    for (const path of [`/people?q=customer-05`, `/people/${characters.well}`, `/people/${characters.telephone}`]) {
      const { text } = await get(path);
      expect(text).not.toMatch(/customer-05\d@|@customers\.example|\+1555|Abbott|203\.0\.113/);
    }
  });

  test("takes wildcards and quotes for what they are", async () => {
    for (const hostile of [
      "%%%",
      "___",
      "\\\\%",
      "customer-05_@",
      "' OR 1=1 --",
      "${7*7}",
      "<script>alert(1)</script>",
    ]) {
      const { status, text } = await search(hostile);
      expect([hostile, status, listed(text)]).toEqual([hostile, 200, []]);
      expect(text).not.toContain("<script>alert(1)");
    }
  });

  test("asks nobody for what it does not understand, or for too little", async () => {
    const since = new Date();
    for (const path of [
      "/people?q=%00",
      `/people?q=${"a".repeat(201)}`,
      "/people?q=ab",
      "/people?q=a&q=b",
      "/people",
    ]) {
      const { status, text } = await get(path);
      expect([path, status, listed(text)]).toEqual([path, 200, []]);
    }
    const asked = await control.journal({ neighbour: "clerk-managed", since });
    expect(asked.filter(({ path }) => path.includes("query="))).toEqual([]);
  });

  test("survives the longest text that it takes", async () => {
    expect((await search("가".repeat(200))).status).toBe(200);
    expect((await get(`/people?q=${"x".repeat(7_000)}`)).status).toBe(200);
  });
});

describe("an id in the address", () => {
  test.each([
    "0",
    "-1",
    "1e3",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "user_",
    "user_nobody",
    "user_a%2F..%2F..%2Fv1%2Finstance",
    "user_%00",
    "%00",
    "51%00",
    "51;x",
    "51'--",
    "user_x?banned=true",
    "%EF%BC%95%EF%BC%91",
  ])("%s is nobody's, and never an error", async (id) => {
    const { status, text } = await get(`/people/${id}`);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain(await clerkIdOf(characters.well));
  });

  test("is never sent on to Clerk as a path of the caller's own", async () => {
    const since = new Date();
    await get("/people/user_a%2F..%2F..%2Finstance");
    const asked = await control.journal({ neighbour: "clerk-managed", since });
    expect(asked.filter(({ path }) => path.includes("user_a"))).toEqual([]);
  });
});

describe("who may look", () => {
  afterEach(() => forgetGrants(consoleRows));

  test("a manager is refused, and neither Clerk nor the identity provider is asked", async () => {
    const manager = await cookiesFor(playedBy.manager);
    const since = new Date();
    for (const path of [`/people?q=${emailOf(characters.well)}`, `/people/${characters.well}`, "/people"]) {
      const { text } = await get(path, manager);
      expect(text).toContain("not_allowed");
      expect(text).not.toContain(await clerkIdOf(characters.well));
    }
    const asked = await control.journal({ neighbour: "clerk-managed", since });
    expect(asked.filter(({ path }) => path.includes("query=") || path.includes("/v1/sessions"))).toEqual([]);
  });

  test("the holder of a break-glass grant sees what their last role did", async () => {
    const held = await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent });
    const headers = { ...asPage, "user-agent": agent };
    const { text } = await ask({ path: `/people/${characters.well}`, headers, cookies: held.cookie });
    expect(text).toContain(await clerkIdOf(characters.well));
  });
});

describe("when one side is down", () => {
  afterEach(calm);

  test("Clerk: what the identity provider knows is there, and each other part says what is missing", async () => {
    await control.setFault("clerk-managed", { status: 503 });
    const { status, text } = await get(`/people/${characters.ringed}`);
    expect(status).toBe(200);
    expect(text).toContain("unexpected_answer");
    expect(text).toContain(`href="/people/42"`);
    const found = await search(emailOf(characters.well));
    expect(listed(found.text)).toEqual([String(characters.well)]);
  });

  test("Clerk refusing our key is told as that", async () => {
    await control.setFault("clerk-managed", { status: 401 });
    expect((await get(`/people/${characters.well}`)).text).toContain("<code>refused</code>");
  });

  test("the identity provider's database: what Clerk knows is there", async () => {
    const id = await clerkIdOf(characters.banned);
    await control.startScenario("identity-database-down");
    const { status, text } = await get(`/people/${id}`);
    expect([status, text.includes("not_asked")]).toEqual([200, true]);
    expect(text).toContain(en.customers.cause.banned.title);
    expect(listed((await search(emailOf(characters.banned))).text)).toEqual([id]);
    const party = await get("/relying-parties/12");
    expect([party.status, party.text.includes("identity_database_unreachable")]).toEqual([200, true]);
  });

  test("both: the page is there, and says so of each", async () => {
    const id = await clerkIdOf(characters.banned);
    await control.setFault("clerk-managed", { hang: true });
    await control.startScenario("identity-database-down");
    const { status, text } = await get(`/people/${id}`);
    expect([status, text.includes("timed_out"), text.includes("not_asked")]).toEqual([200, true, true]);
  });
});
