import { generateKeyPairSync } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicKeyOf, signDocument } from "@/lib/app-bypass/rules/document";
import type { BypassDocument } from "@/lib/app-bypass/shapes";
import type { BypassOptions } from "../../drop-in/bypass-middleware";
import { act } from "../support/actions";
import { bypassableApp, forgetAppBypasses, openedBypass } from "../support/app-bypasses";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { consoleRows } from "../support/rows";
import { sessionToken, TargetApp, toTheVendor } from "../support/target-app";
import { world } from "../support/world";

let app = "";
let token = "";
const running: { close(): Promise<void> }[] = [];
beforeAll(calm);
beforeEach(async () => {
  ({ app, token } = await bypassableApp(consoleRows));
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});
afterAll(() => forgetAppBypasses(consoleRows));

async function target(more: Partial<BypassOptions> = {}): Promise<TargetApp> {
  const started = await TargetApp.start(app, token, more);
  running.push(started);
  return started;
}
const open = (limits: Parameters<typeof openedBypass>[2]) => openedBypass(consoleRows, app, limits);
const letIn = { status: 200, bypass: "true" };

describe("an app with the drop-in", () => {
  test("is as it was while nothing is open", async () => {
    const seen = await (await target()).visitSettled("/", { session: await sessionToken() });
    expect(seen).toMatchObject(toTheVendor);
  });

  const named = { rung: "named", people: ["user_2abcdefgh"] };
  const readOnly = { rung: "read-only", routes: ["/orders", "/help/"] };
  const recent = { rung: "recent", sessionMinutes: 30 };
  const minutes = (count: number) => ({ endedSecondsAgo: count * 60 });
  test.for<[string, Parameters<typeof openedBypass>[2], string, string, object | null, boolean]>([
    ["a session that holds", {}, "GET", "/", {}, true],
    ["a session that holds, on a higher rung", readOnly, "POST", "/cart", {}, true],
    ["a session that ran out", {}, "GET", "/", minutes(1), false],
    ["nobody", {}, "GET", "/", null, false],
    ["a session that ran out lately", recent, "POST", "/", minutes(29), true],
    ["a session that ran out too long ago", recent, "GET", "/", minutes(31), false],
    ["a session that has not begun", recent, "GET", "/", { issuedSecondsAgo: -600, endedSecondsAgo: -660 }, false],
    ["a session that is not complete", recent, "GET", "/", { more: { sts: "pending" } }, false],
    ["a stranger who reads there", readOnly, "GET", "/orders", null, true],
    ["a stranger who reads below", readOnly, "HEAD", "/help/refunds", null, true],
    ["a stranger who writes there", readOnly, "POST", "/orders", null, false],
    ["a stranger beside it", readOnly, "GET", "/orders-admin", null, false],
    ["a stranger who climbs", readOnly, "GET", "/orders/%2e%2e/admin", null, false],
    ["a stranger who hides a slash", readOnly, "GET", "/orders/..%2fadmin", null, false],
    ["the one who is named", named, "POST", "/", minutes(60), true],
    ["the one who is named, a day later", named, "GET", "/", minutes(1_441), false],
    ["another one", named, "GET", "/", { ...minutes(60), subject: "user_2zzzzzzzz" }, false],
    ["anybody, for everyone", { rung: "everyone" }, "DELETE", "/admin", null, true],
  ])("lets in or sends to Clerk: %s", async ([, limits, method, path, session, isLet]) => {
    await open(limits);
    const visit = { method, ...(session ? { session: await sessionToken(session) } : {}) };
    const seen = await (await target()).visitSettled(path, visit);
    expect(seen).toMatchObject(isLet ? letIn : toTheVendor);
  });

  test("takes no session that another key signed, or that was made for another app", async () => {
    await open({ rung: "recent", sessionMinutes: 240 });
    const { privateKey } = await generateKeyPair("RS256");
    const visited = await target({ authorizedParties: ["https://store.example"] });
    expect(await visited.visitSettled("/", { session: await sessionToken({}, privateKey) })).toMatchObject(toTheVendor);
    const elsewhere = await sessionToken({ more: { azp: "https://evil.example" } });
    expect(await visited.visitSettled("/", { session: elsewhere })).toMatchObject(toTheVendor);
    expect(await visited.visitSettled("/", { session: await sessionToken() })).toMatchObject(letIn);
  });

  test("says behind it who was let in, and lets nobody say so themselves", async () => {
    await open(named);
    const claims = { "x-auth-bypass": "everyone", "x-auth-bypass-subject": "user_2root0000" };
    const visited = await target();
    const session = await sessionToken(minutes(60));
    const { behind } = await visited.visitSettled("/", { session, headers: claims });
    expect(behind).toMatchObject({ "x-auth-bypass": "named", "x-auth-bypass-subject": "user_2abcdefgh" });
    const passed = await visited.visit("/open-to-all", { headers: { ...claims, "x-kept": "1" } });
    expect([passed.status, passed.bypass, passed.behind["x-kept"]]).toEqual([200, null, "1"]);
    expect(Object.keys(passed.behind).filter((name) => name.startsWith("x-auth-bypass"))).toEqual([]);
  });

  test("is closed within seconds of its end, by hand and by the clock", async () => {
    const id = await open({ rung: "everyone" });
    const visited = await target();
    expect(await visited.visitSettled()).toMatchObject(letIn);
    const ended = await act("perform", [{ operation: "app-bypass.end", input: { id } }], {
      cookies: await cookiesFor(playedBy.responder),
    });
    expect(ended.ok).toBe(true);
    await expect.poll(() => visited.visit(), { timeout: 5_000 }).toMatchObject(toTheVendor);
    await open({ rung: "everyone", secondsLeft: 3 });
    await expect.poll(() => visited.visit(), { timeout: 3_000 }).toMatchObject(letIn);
    await expect.poll(() => visited.visit(), { timeout: 5_000 }).toMatchObject(toTheVendor);
  });

  test("tells the console of each request that it let through, and of no other", async () => {
    const id = await open(readOnly);
    const visited = await target();
    await visited.visitSettled("/orders?card=4242", { headers: { "x-request-id": "req-7" } });
    await visited.visit("/help/a", { session: await sessionToken() });
    await visited.visit("/admin");
    await visited.settled();
    const uses = await consoleRows(
      "SELECT method, route, subject IS NOT NULL AS known, reference FROM app_bypass_uses WHERE opening_id = $1 ORDER BY at",
      [id],
    );
    expect(uses).toEqual([
      { method: "GET", route: "/orders", known: false, reference: "req-7" },
      { method: "GET", route: "/help/a", known: true, reference: null },
    ]);
  });
});

/** Somebody between app and console, who answers with what they make of the console's word. */
async function between(change: (jws: string) => string | null): Promise<string> {
  const real = `${world().consoleUrl}/api/v1/bypass/${app}`;
  const relay = async (answer: ServerResponse): Promise<void> => {
    const told = await fetch(real, { headers: { authorization: `Bearer ${token}` } });
    const jws = change(((await told.json()) as { jws: string }).jws);
    answer.writeHead(jws === null ? 503 : 200, { "content-type": "application/json" });
    answer.end(jws === null ? "" : JSON.stringify({ jws }));
  };
  const server = createServer((_incoming, answer) => void relay(answer).catch(() => answer.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("it fails closed", () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const partsOf = (jws: string) => jws.split(".") as [string, string, string];
  const read = (encoded: string) => JSON.parse(Buffer.from(encoded, "base64url").toString()) as BypassDocument;
  const own = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const resigned = (change: object) => (jws: string) => signDocument({ ...read(partsOf(jws)[1]), ...change }, own);
  const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
  const isOurs = { consoleKeys: [publicKeyOf(own).publicKey] };

  test("which is seen here: the same way is open when nothing is wrong", async () => {
    await open({ rung: "everyone" });
    expect(await (await target({ console: await between((jws) => jws) })).visitSettled()).toMatchObject(letIn);
    const console = await between(resigned({}));
    expect(await (await target({ console, ...isOurs })).visitSettled()).toMatchObject(letIn);
  });

  test.for<[string, (jws: string) => string | null, Partial<BypassOptions>?]>([
    ["the console does not answer", () => null],
    ["what comes is nonsense", () => "a.b.c"],
    [
      "a word was changed",
      (jws) => {
        const [head, body, mark] = partsOf(jws);
        return `${head}.${part({ ...read(body), incident: "INC-1" })}.${mark}`;
      },
    ],
    [
      "the signature is another document's",
      (jws) => {
        const [head, body] = partsOf(jws);
        return `${head}.${body}.${partsOf(resigned({})(jws))[2]}`;
      },
    ],
    [
      "there is no signature",
      (jws) => {
        const [, body] = partsOf(jws);
        return `${part({ alg: "none", typ: "sallyport-bypass" })}.${body}.`;
      },
    ],
    ["another key signed it", resigned({})],
    ["it is another app's", resigned({ app: "accounts" }), isOurs],
    ["it has run out", resigned({ issuedAt: at(-120), expiresAt: at(-60) }), isOurs],
    ["it is from tomorrow, or the app's clock is wrong", resigned({ issuedAt: at(600), expiresAt: at(660) }), isOurs],
    ["it would be good for a day", resigned({ expiresAt: at(86_400) }), isOurs],
    ["its times are no times", resigned({ issuedAt: "now", expiresAt: "never" }), isOurs],
  ])("where %s", async ([, change, more = {}]) => {
    await open({ rung: "everyone" });
    const console = await between(change);
    expect(await (await target({ console, ...more })).visitSettled()).toMatchObject(toTheVendor);
  });

  test("where the same key signed something else", async () => {
    await open({ rung: "everyone" });
    const other = (jws: string) => {
      const [, body] = partsOf(jws);
      return `${part({ alg: "EdDSA", typ: "JWT" })}.${body}.${partsOf(jws)[2]}`;
    };
    expect(await (await target({ console: await between(other) })).visitSettled()).toMatchObject(toTheVendor);
  });

  test("where the console goes away while it is open, or an old word comes again", async () => {
    await open({ rung: "everyone" });
    const kept: string[] = [];
    let away = false;
    let again = false;
    const console = await between((jws) => {
      kept.push(jws);
      if (away) return null;
      return again ? resigned({ issuedAt: at(-30), expiresAt: at(30) })(jws) : resigned({})(jws);
    });
    const visited = await target({ console, ...isOurs });
    expect(await visited.visitSettled()).toMatchObject(letIn);
    away = true;
    await expect.poll(() => visited.visit(), { timeout: 5_000 }).toMatchObject(toTheVendor);
    [away, again] = [false, true];
    const before = kept.length;
    await expect
      .poll(async () => [await visited.visit(), kept.length > before + 1], { timeout: 5_000 })
      .toMatchObject([toTheVendor, true]);
    expect(kept.length).toBeGreaterThan(2);
  });

  test("where the token is nobody's", async () => {
    await open({ rung: "everyone" });
    const stranger = await TargetApp.start(app, `spb_${"x".repeat(43)}`);
    running.push(stranger);
    expect(await stranger.visitSettled()).toMatchObject(toTheVendor);
  });
});
