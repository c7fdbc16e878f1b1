import { readFileSync } from "node:fs";
import path from "node:path";
import { compactVerify, importSPKI } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearing, heldToken } from "../support/api-tokens";
import { aReportOfUses, aUse, bypassableApp, forgetAppBypasses, openedBypass } from "../support/app-bypasses";
import { calm } from "../support/calm";
import { cookiesFor } from "../support/cast";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { type Answer, ask, asPoll } from "../support/http";
import { consoleRows } from "../support/rows";
import { consoleKey } from "../support/target-app";
import { world } from "../support/world";

let app = "";
let token = "";
beforeAll(calm);
beforeEach(async () => {
  ({ app, token } = await bypassableApp(consoleRows));
});
afterAll(async () => {
  await forgetAppBypasses(consoleRows);
  await forgetColleagues(consoleRows);
});

const document = (headers: Record<string, string> = bearing(token), of = app, cookies?: string) =>
  ask({ path: `/api/v1/bypass/${of}`, headers, cookies });
const report = (body: unknown, headers: Record<string, string> = bearing(token)) =>
  ask({ method: "POST", path: `/api/v1/bypass/${app}/uses`, headers, body: JSON.stringify(body) });
const told = ({ status, json }: Answer) => [status, json().code];

/** What it says, judged by another implementation than the one that signed it. */
async function said(answer: Answer): Promise<Record<string, unknown>> {
  const key = await importSPKI(`-----BEGIN PUBLIC KEY-----\n${consoleKey()}\n-----END PUBLIC KEY-----`, "EdDSA");
  const { payload } = await compactVerify(String(answer.json().jws), key, { algorithms: ["EdDSA"] });
  return JSON.parse(new TextDecoder().decode(payload));
}

describe("GET /api/v1/bypass/{app}", () => {
  test("says, signed, that nothing is open, what is, and that it is over", async () => {
    expect(await said(await document())).toMatchObject({ app, state: "closed", rung: null });
    const id = await openedBypass(consoleRows, app, { rung: "read-only", routes: ["/orders"], incident: "INC-7" });
    expect(await said(await document())).toMatchObject({
      state: "open",
      opening: id,
      rung: "read-only",
      routes: ["/orders"],
      incident: "INC-7",
    });
    await consoleRows("UPDATE app_bypasses SET ended_at = now(), ended_because = 'hand' WHERE id = $1", [id]);
    expect(await said(await document())).toMatchObject({ state: "closed" });
  });

  test("is not sent again to who has the same bytes", async () => {
    await expect
      .poll(async () => {
        const first = await document();
        const again = await document({ ...bearing(token), "if-none-match": first.headers.etag ?? "" });
        return [first.status, again.status, again.text];
      })
      .toEqual([200, 304, ""]);
  });

  test("is told to that app alone", async () => {
    const other = await bypassableApp(consoleRows);
    const [personId = ""] = await newColleagues(consoleRows, ["admin"]);
    const read = await heldToken(consoleRows, personId, { scope: "read" });
    const session = await cookiesFor("jae@ops.example");
    expect(told(await document({}))).toEqual([401, "not_signed_in"]);
    expect(told(await document(bearing(`${token}x`)))).toEqual([401, "token_invalid"]);
    expect(told(await document(bearing(other.token)))).toEqual([403, "token_scope"]);
    expect(told(await document(bearing(token), "app-none"))).toEqual([403, "token_scope"]);
    expect(told(await document(bearing(read.token)))).toEqual([403, "token_scope"]);
    expect(told(await document(asPoll, app, session))).toEqual([401, "not_signed_in"]);
    expect(told(await document(bearing(token), app, session))).toEqual([403, "ambiguous_identity"]);
    await consoleRows("UPDATE apps SET removed_at = now() WHERE id = $1", [app]);
    expect(told(await document())).toEqual([401, "token_revoked"]);
  });

  test("is all that the token is for", async () => {
    for (const at of ["/api/v1/triage", "/api/v1/incidents", "/api/v1/openapi.json", "/api/v1/record/checkpoint"])
      expect([at, ...told(await ask({ path: at, headers: bearing(token) }))]).toEqual([at, 401, "token_invalid"]);
  });

  test("has a pace of its own for each app", async () => {
    const { headers } = await document();
    expect(headers["ratelimit-policy"]).toBe('"token";q=1200;w=60');
    const left = Number(/r=(\d+)/.exec(headers.ratelimit ?? "")?.[1]);
    expect((await document()).headers.ratelimit).toContain(`r=${left - 1};`);
    const other = await bypassableApp(consoleRows);
    expect((await document(bearing(other.token), other.app)).headers.ratelimit).toContain("r=1199;");
  });
});

describe("POST /api/v1/bypass/{app}/uses", () => {
  test("keeps what the app tells, once", async () => {
    const id = await openedBypass(consoleRows, app);
    const uses = aReportOfUses(id, [aUse(), aUse()]);
    expect([(await report(uses)).json(), (await report(uses)).json()]).toEqual([{ kept: 2 }, { kept: 0 }]);
    expect(told(await report(aReportOfUses(crypto.randomUUID())))).toEqual([404, "app_bypass_not_found"]);
  });

  test.for<[string, object]>([
    ["more than a hundred", { uses: Array.from({ length: 101 }, aUse) }],
    ["a query, which may hold a secret", { uses: [{ ...aUse(), route: "/orders?token=1" }] }],
    ["a name instead of its hash", { uses: [{ ...aUse(), subject: "user_2abcdefgh" }] }],
    ["control characters", { uses: [{ ...aUse(), route: "/a\u0000b" }] }],
    ["a field that there is not", { uses: [{ ...aUse(), cookie: "x" }] }],
    ["less than nothing", { unreported: -1 }],
  ])("takes no report of %s", async ([, change]) => {
    const id = await openedBypass(consoleRows, app);
    expect(told(await report({ ...aReportOfUses(id), ...change }))).toEqual([422, "invalid_input"]);
  });
});

test("the page shows the key that documents hold under, and offers the file", async () => {
  const cookies = await cookiesFor("mina@ops.example");
  const page = await ask({ path: "/bypass", headers: { accept: "text/html", "sec-fetch-dest": "document" }, cookies });
  expect(page.text).toContain(consoleKey());
  const file = await ask({ path: "/api/bypass-middleware", headers: asPoll, cookies });
  expect([file.status, file.headers["content-disposition"]]).toEqual([
    200,
    'attachment; filename="bypass-middleware.ts"',
  ]);
  expect(file.text).toBe(readFileSync(path.resolve("drop-in/bypass-middleware.ts"), "utf8"));
  expect((await ask({ path: "/api/bypass-middleware", headers: asPoll })).status).toBe(401);
});

test("no bypass token is in the log", async () => {
  await document();
  const log = readFileSync(path.join(world().stateFolder, "logs", "console.log"), "utf8");
  expect(log).toContain("call of an app");
  expect(log).not.toContain(token);
});
