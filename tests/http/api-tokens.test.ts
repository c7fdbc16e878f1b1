import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenScopes } from "@/lib/access/policy";
import { bearing, type HeldToken, heldToken, madeUpToken } from "../support/api-tokens";
import { calm } from "../support/calm";
import { cookiesFor } from "../support/cast";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { control, type SandboxWorld } from "../support/control";
import { forgetGrants, heldGrant } from "../support/grants";
import { type Answer, type Ask, ask, asPage, asPoll } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows } from "../support/rows";
import { aReport } from "../support/signals";
import { stateOfThings } from "../support/state";
import { world } from "../support/world";

/** Everything that a test of this file has shown to the console. */
const shown: string[] = [];
let seeded: SandboxWorld["apiTokens"];

beforeAll(async () => {
  await calm();
  seeded = (await control.describe()).apiTokens;
});
afterAll(async () => {
  await consoleRows("DELETE FROM signals");
  await forgetGrants(consoleRows);
  await forgetColleagues(consoleRows);
});

/** A responder of a test's own, with a token. */
async function ownToken(given: Parameters<typeof heldToken>[2] = {}): Promise<HeldToken> {
  const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
  return heldToken(consoleRows, personId, given);
}

/** Reports something, as a scanner does. */
function report(
  headers: Record<string, string>,
  body: unknown = aReport({ state: "raised" }),
  more: Partial<Ask> = {},
) {
  shown.push(headers.authorization?.replace(/^\S+ /, "") ?? "");
  const json = { "content-type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return ask({ method: "POST", path: "/api/v1/signals", headers: { ...json, ...headers }, body: text, ...more });
}
const triage = (headers: Record<string, string>, more: Partial<Ask> = {}) =>
  ask({ path: "/api/v1/triage", headers, ...more });

const told = ({ status, headers, json }: Answer) => [status, json().code, headers["content-type"]];
const problem = (status: number, code: string) => [status, code, "application/problem+json"];

describe("the sandbox's tokens", () => {
  test("are three, of Mina's, and the console keeps their hashes alone", async () => {
    expect(Object.keys(seeded).toSorted()).toEqual([...tokenScopes].toSorted());
    const rows = await consoleRows<{ scope: string; secret_hash: string; email: string }>(
      "SELECT t.*, p.email FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.name LIKE 'Sandbox%'",
    );
    expect(rows.map(({ scope, email }) => [scope, email]).toSorted()).toEqual(
      [...tokenScopes].toSorted().map((scope) => [scope, "mina@ops.example"]),
    );
    for (const secret of Object.values(seeded)) expect(JSON.stringify(rows)).not.toContain(secret.slice(-40));
  });

  test("do what their scope says, and nothing else", async () => {
    expect((await triage(bearing(seeded.read))).status).toBe(200);
    expect((await report(bearing(seeded.signal))).status).toBe(202);
    for (const scope of ["operate", "signal"] as const)
      expect(told(await triage(bearing(seeded[scope])))).toEqual(problem(403, "token_scope"));
    for (const scope of ["operate", "read"] as const)
      expect(told(await report(bearing(seeded[scope])))).toEqual(problem(403, "token_scope"));
  });
});

type Case = [string, string, number, () => Promise<Record<string, string>>];
const withToken = async (change: (held: HeldToken) => Promise<unknown>, given = {}) => {
  const held = await ownToken(given);
  await change(held);
  return bearing(held.token);
};
const ofPerson = (sql: string) => withToken(({ personId }) => consoleRows(sql, [personId]));

const refusals: Case[] = [
  ["nothing at all", "not_signed_in", 401, async () => ({})],
  ["a token that nobody made", "token_invalid", 401, async () => bearing(madeUpToken())],
  ["something that is no token", "token_invalid", 401, async () => ({ authorization: "Bearer x" })],
  [
    "a token under another scheme",
    "token_invalid",
    401,
    async () => ({ authorization: `Basic ${(await ownToken()).token}` }),
  ],
  ["two tokens", "token_invalid", 401, async () => ({ authorization: `Bearer ${(await ownToken()).token}, Bearer x` })],
  ["a token and something behind it", "token_invalid", 401, async () => bearing(`${(await ownToken()).token}0`)],
  ["one that has expired", "token_expired", 401, async () => bearing((await ownToken({ hoursLeft: -1 })).token)],
  [
    "one that was revoked",
    "token_revoked",
    401,
    () => withToken(({ id }) => consoleRows("UPDATE api_tokens SET revoked_at = now() WHERE id = $1", [id])),
  ],
  [
    "one that is for something else",
    "token_scope",
    403,
    async () => bearing((await ownToken({ scope: "operate" })).token),
  ],
  [
    "one of somebody whose role we took away",
    "no_role",
    403,
    () => ofPerson("INSERT INTO role_blocks (id, person_id, role) VALUES (gen_random_uuid(), $1, 'responder')"),
  ],
  [
    "one of somebody to whom Clerk gives no role any more",
    "no_role",
    403,
    () => ofPerson("UPDATE role_snapshots SET roles = '{}' WHERE person_id = $1"),
  ],
  ["one of somebody who left", "no_role", 403, () => ofPerson("UPDATE people SET left_at = now() WHERE id = $1")],
  [
    "one of somebody of whom Clerk never spoke",
    "role_unconfirmed",
    403,
    () => ofPerson("DELETE FROM role_snapshots WHERE person_id = $1"),
  ],
  [
    "one of somebody of whom Clerk has not spoken for a month",
    "role_unconfirmed",
    403,
    () => ofPerson("UPDATE role_snapshots SET seen_at = now() - interval '31 days' WHERE person_id = $1"),
  ],
];

describe("a call is refused, changes nothing, and is written down:", () => {
  test.for(refusals)("%s: %s", { timeout: 90_000 }, async ([, code, status, headersOf]) => {
    const headers = await headersOf();
    const [before, since] = [await stateOfThings(), await recordLength()];
    // Of strangers only so many a minute become rows: the next ones do in the next minute.
    await expect
      .poll(
        async () => {
          expect(told(await report(headers))).toEqual(problem(status, code));
          return (await recordedSince(since)).map((row) => [row.kind, row.operation, row.code])[0];
        },
        { timeout: 80_000, interval: 1_000 },
      )
      .toEqual(["refusal", "signal.raise", code]);
    expect(await stateOfThings()).toBe(before);
  });

  test.for(refusals)("%s, and reads nothing either", async ([what, code, status, headersOf]) => {
    const wanted = what === "one that is for something else" ? "token_scope" : code;
    const answer = await triage(await headersOf());
    expect(told(answer)).toEqual(problem(status, wanted));
    expect(Object.keys(answer.json()).toSorted()).toEqual(["code", "ref", "status", "title", "type"]);
    if (status === 401) expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  test("a responder's report by a manager's token: the person's role decides, too", async () => {
    const [personId = ""] = await newColleagues(consoleRows, ["manager"]);
    const { token } = await heldToken(consoleRows, personId);
    const since = await recordLength();
    expect(told(await report(bearing(token)))).toEqual(problem(403, "not_allowed"));
    expect((await recordedSince(since)).map(({ code, actor }) => [code, actor.kind])).toEqual([
      ["not_allowed", "token"],
    ]);
  });
});

describe("whose call it is", () => {
  const both: [string, () => Promise<string>][] = [
    ["a session", () => cookiesFor("mina@ops.example")],
    ["a session that is not even genuine", async () => "__session=x"],
    ["a break-glass grant", async () => (await heldGrant(consoleRows, { email: "ari@ops.example" })).cookie],
  ];
  test.for(both)("is nobody's when it brings a token and %s", async ([, cookiesOf]) => {
    const { token } = await ownToken();
    const cookies = await cookiesOf();
    const before = await stateOfThings();
    expect(told(await report(bearing(token), undefined, { cookies }))).toEqual(problem(403, "ambiguous_identity"));
    expect(told(await triage(bearing(seeded.read), { cookies }))).toEqual(problem(403, "ambiguous_identity"));
    expect(await stateOfThings()).toBe(before);
  });

  test("is the token's alone when a cookie says nothing of a session", async () => {
    const { token } = await ownToken();
    expect((await report(bearing(token), undefined, { cookies: "theme=dark; __client_uat=0" })).status).toBe(202);
  });

  test("is a person's at their browser as ever, from our own pages alone", async () => {
    const cookies = await cookiesFor("mina@ops.example");
    expect((await triage(asPoll, { cookies })).status).toBe(200);
    expect(told(await report({}, undefined, { cookies }))).toEqual(problem(403, "cross_site"));
    const own = { origin: world().consoleUrl, "sec-fetch-site": "same-origin" };
    expect((await report(own, undefined, { cookies })).status).toBe(202);
    expect(told(await report({ ...own, origin: "https://evil.example" }, undefined, { cookies }))).toEqual(
      problem(403, "cross_site"),
    );
  });

  test("a program needs no origin, and another site's is nothing to it", async () => {
    const { token } = await ownToken();
    expect((await report({ ...bearing(token), origin: "https://evil.example" })).status).toBe(202);
  });

  test("a token counts nowhere but in the public API", async () => {
    const { token } = await ownToken({ scope: "read" });
    const page = await ask({ path: "/deliveries", headers: { ...asPage, ...bearing(token) } });
    expect([page.status, page.headers.location]).toEqual([307, "/sign-in?next=%2Fdeliveries"]);
    const view = await ask({ path: "/api/live/shell", headers: { ...asPoll, ...bearing(token) } });
    expect([view.status, view.json().code]).toEqual([401, "not_signed_in"]);
    const cookies = await cookiesFor("mina@ops.example");
    expect((await ask({ path: "/api/live/shell", headers: { ...asPoll, ...bearing(token) }, cookies })).status).toBe(
      200,
    );
    for (const place of ["/api/v1", "/api/v10/triage", "/API/v1/triage", "/api//v1/triage"])
      expect([200, 202]).not.toContain((await ask({ path: place, headers: bearing(token) })).status);
  });

  test("what a client claims in headers of ours makes nobody of it", async () => {
    const { token } = await ownToken({ scope: "read" });
    const claimed = { "x-sallyport-mode": "token", "x-sallyport-bearer": `Bearer ${token}` };
    expect(told(await triage(claimed))).toEqual(problem(401, "not_signed_in"));
    const cookies = "theme=dark";
    expect((await triage(claimed, { cookies })).status).toBe(401);
  });
});

describe("a token", () => {
  test("is refused from the moment in which it is revoked", async () => {
    const { id, token } = await ownToken();
    expect((await report(bearing(token))).status).toBe(202);
    await consoleRows("UPDATE api_tokens SET revoked_at = now() WHERE id = $1", [id]);
    expect(told(await report(bearing(token)))).toEqual(problem(401, "token_revoked"));
  });

  test("is known to have been used, to the minute", async () => {
    const { id, token } = await ownToken({ scope: "read" });
    const lastUse = async () =>
      (await consoleRows<{ at: Date | null }>("SELECT last_used_at AS at FROM api_tokens WHERE id = $1", [id]))[0]?.at;
    expect(await lastUse()).toBeNull();
    await triage(bearing(token));
    const first = await lastUse();
    expect(first).toBeInstanceOf(Date);
    await triage(bearing(token));
    expect(await lastUse()).toEqual(first);
    await consoleRows("UPDATE api_tokens SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [id]);
    await triage(bearing(token));
    expect(Number(await lastUse())).toBeGreaterThanOrEqual(Number(first));
  });

  test("may call so often and no more, and no other token is slower for it", { timeout: 60_000 }, async () => {
    const [busy, quiet] = [await ownToken({ scope: "read" }), await ownToken({ scope: "read" })];
    const since = await recordLength();
    const answers = await Promise.all(Array.from({ length: 125 }, () => triage(bearing(busy.token))));
    const late = answers.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(120);
    expect(late.map(told)[0]).toEqual(problem(429, "rate_limited"));
    expect(Number(late[0]?.headers["retry-after"])).toBeGreaterThan(0);
    expect((await triage(bearing(quiet.token))).status).toBe(200);
    expect(await recordedSince(since)).toEqual([]);
  });

  test("is refused often without filling the record", async () => {
    const { id, token } = await ownToken({ scope: "read" });
    await consoleRows("UPDATE api_tokens SET revoked_at = now() WHERE id = $1", [id]);
    const since = await recordLength();
    for (let round = 0; round < 45; round += 1) await report(bearing(token));
    const rows = (await recordedSince(since)).filter(({ code }) => code === "token_revoked");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(30);
  });

  test("of anybody is in no row, record or log", async () => {
    const tokens = [...new Set([...shown, ...Object.values(seeded)])].filter((text) => text.length > 20);
    expect(tokens.length).toBeGreaterThan(10);
    const logs = ["console", "worker"].map((name) =>
      readFileSync(path.join(world().stateFolder, "logs", `${name}.log`), "utf8"),
    );
    const rows = await consoleRows("SELECT entry FROM record");
    const kept = await consoleRows("SELECT * FROM api_tokens");
    const said = [...logs, JSON.stringify(rows), JSON.stringify(kept)].join("\n");
    expect(said.length).toBeGreaterThan(1_000);
    expect(tokens.filter((token) => said.includes(token)).map((token) => token.slice(0, 8))).toEqual([]);
  });
});
