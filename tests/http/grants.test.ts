import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantCookie } from "@/lib/access/grant-ticket";
import { act, listActions, postAction } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { grantAgent as agent, forgetGrants, heldGrant } from "../support/grants";
import { type Ask, ask, asPage, asPoll } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows } from "../support/rows";
import { stopwatch } from "../support/stopwatch";
import { startWebProcess, type WebProcess } from "../support/web-process";

let granted = "";
let grantId = "";

beforeAll(calm);
beforeEach(async () => {
  const grant = await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent });
  granted = grant.cookie;
  grantId = grant.id;
});
afterAll(async () => {
  await forgetGrants(consoleRows);
  await calm();
});

describe("a grant", () => {
  const shell = (cookies: string, more: Partial<Ask> = {}) =>
    ask({ path: "/api/live/shell", headers: { ...asPoll, "user-agent": agent }, cookies, ...more });

  test("C-18: beside somebody else's Clerk session the grant's person asks, and Clerk's cookies count for nothing", async () => {
    const cookies = `${await cookiesFor(playedBy.admin, { fva: [0, 0] })}; ${granted}`;
    const since = await recordLength();
    const answer = await act("perform", [{ operation: "bypass.end", input: { id: randomUUID() } }], {
      cookies,
      headers: { "user-agent": agent },
    });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "grant_ended" } });
    expect((await recordedSince(since)).at(-1)).toMatchObject({ actor: { kind: "grant", grantId } });
  });

  test.for([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["no origin at all", { origin: "", "sec-fetch-site": "" }],
    ["a neighbour of the same site", { origin: "http://evil.localhost", "sec-fetch-site": "same-site" }],
  ] as const)("C-18: nothing is done with it from %s", async ([, headers]) => {
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
    const answer = await ask({
      method: "POST",
      path: "/deliveries/1",
      cookies: granted,
      headers: {
        "content-type": "text/plain;charset=UTF-8",
        "next-action": listActions().find(({ name }) => name === "perform")?.id ?? "",
        ...sent,
      },
      body: JSON.stringify([{ operation: "bypass.end", input: { id: grantId } }]),
    });
    expect(answer.status).toBe(403);
    const [row] = await consoleRows<{ live: boolean }>(
      "SELECT ended_at IS NULL AS live FROM bypass_grants WHERE id = $1",
      [grantId],
    );
    expect(row?.live).toBe(true);
  });

  test("C-05: copied to another browser it reads nothing, leads out, and leaves a row and a notice", async () => {
    const elsewhere = { ...asPage, "user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0" };
    const since = await recordLength();
    const poll = await ask({
      path: "/api/live/shell",
      headers: { ...asPoll, "user-agent": "Firefox" },
      cookies: granted,
    });
    expect([poll.status, poll.json().code]).toEqual([401, "grant_foreign"]);
    const page = await ask({ path: "/deliveries", headers: elsewhere, cookies: granted });
    expect([page.status, page.headers.location]).toEqual([307, "/api/break-glass/leave?next=%2Fdeliveries"]);
    const left = await ask({ path: page.headers.location ?? "", headers: elsewhere, cookies: granted });
    expect(left.headers["set-cookie"]).toMatch(new RegExp(`${grantCookie}=;.*Max-Age=0`, "i"));
    expect((await recordedSince(since)).at(-1)).toMatchObject({ kind: "refusal", code: "grant_foreign" });
    expect(await consoleRows("SELECT FROM notices WHERE kind = 'bypass.foreign'")).not.toEqual([]);
  });

  test("that holds is not taken away by a link to the way out", async () => {
    const answer = await ask({
      path: "/api/break-glass/leave",
      headers: { ...asPage, "user-agent": agent },
      cookies: granted,
    });
    expect([answer.status, answer.headers["set-cookie"]]).toEqual([303, undefined]);
  });

  test("whose hour is over leads to the sign-in, and its cookie is gone", async () => {
    await consoleRows("UPDATE bypass_grants SET expires_at = now() WHERE id = $1", [grantId]);
    const page = await ask({ path: "/deliveries", headers: { ...asPage, "user-agent": agent }, cookies: granted });
    const left = await ask({
      path: page.headers.location ?? "",
      headers: { ...asPage, "user-agent": agent },
      cookies: granted,
    });
    expect(new URL(left.headers.location ?? "").pathname).toBe("/sign-in");
    expect(left.headers["set-cookie"]).toContain(`${grantCookie}=;`);
  });

  test("that is sealed with another key, or bent, does not even lead around Clerk", async () => {
    for (const cookies of [`${granted}x`, granted.replace(/\.[^.]+$/, `.${"A".repeat(43)}`)]) {
      const answer = await shell(cookies);
      expect([answer.status, answer.headers["x-auth-bypass"]]).toEqual([401, undefined]);
    }
  });

  test("works for a manager neither to end nor to change anything, and shows no rows", async () => {
    const { cookie } = await heldGrant(consoleRows, { email: playedBy.manager, roles: ["manager"], agent });
    const answer = await act("perform", [{ operation: "bypass.end", input: { id: grantId } }], {
      cookies: cookie,
      headers: { "user-agent": agent },
    });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "not_allowed" } });
    const rows = await ask({
      path: "/api/live/delivery?id=1",
      headers: { ...asPoll, "user-agent": agent },
      cookies: cookie,
    });
    expect(rows.status).toBe(403);
  });
});

describe("with CLERK_EMERGENCY_BYPASS=true on another web process", () => {
  let other: WebProcess;
  beforeAll(async () => {
    other = await startWebProcess({ CLERK_EMERGENCY_BYPASS: "true" });
  });
  afterAll(() => other.stop());

  const pages = ["/triage", "/deliveries", "/approvals", "/operations", "/record", "/settings", "/notices", "/bypass"];
  const views = ["shell", "delivery?id=1", "approvals", "channels", "notices", "reviews", "passkeys"];

  test("C-01: without a credential every page, view and action gives nothing", async () => {
    for (const path of pages) {
      const answer = await ask({ path, headers: asPage, port: other.port });
      expect([answer.status, answer.headers.location]).toEqual([307, `/sign-in?next=${encodeURIComponent(path)}`]);
    }
    for (const view of views)
      expect((await ask({ path: `/api/live/${view}`, headers: asPoll, port: other.port })).status).toBe(401);
    for (const { name, page } of listActions().filter(({ file }) => file === "app/actions.ts")) {
      const answer = await postAction(name, [{ operation: "bypass.end", input: { id: grantId }, id: grantId }], {
        port: other.port,
        path: page,
      });
      expect([name, answer.text]).toEqual([name, expect.stringMatching(/not_signed_in|invalid_input/)]);
    }
  });

  test("C-05: what is ended here is refused there within 5 s", async () => {
    const there = () =>
      ask({ path: "/api/live/shell", headers: { ...asPoll, "user-agent": agent }, cookies: granted, port: other.port });
    expect((await there()).status).toBe(200);
    const tookMs = stopwatch();
    await act("perform", [{ operation: "bypass.end", input: { id: grantId } }], {
      cookies: granted,
      headers: { "user-agent": agent },
    });
    expect((await there()).json().code).toBe("grant_ended");
    expect(tookMs()).toBeLessThan(5_000);
  });
});
