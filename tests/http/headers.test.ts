import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { securityHeaders } from "@/lib/access/response-headers";
import { actionAsk } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { type Answer, type Ask, ask, asPage, asPoll, asRouter } from "../support/http";
import { world } from "../support/world";

const { origin: home } = new URL(world().consoleUrl);
const own = { origin: home, "sec-fetch-site": "same-origin" };

let cookies = "";
beforeAll(async () => {
  await calm();
  cookies = await cookiesFor(playedBy.responder);
});

/** One of every kind of answer that the console gives. */
const answers: [string, () => Ask][] = [
  ["a page", () => ({ path: "/deliveries", cookies, headers: asPage })],
  ["a page's payload", () => ({ path: "/deliveries?_rsc", cookies, headers: asRouter })],
  ["the sign-in page", () => ({ path: "/sign-in", headers: asPage })],
  ["a redirect to sign-in", () => ({ path: "/deliveries", headers: asPage })],
  ["a page that is not there", () => ({ path: "/nowhere", headers: asPage })],
  ["a live view", () => ({ path: "/api/live/shell", cookies, headers: asPoll })],
  ["a refused live view", () => ({ path: "/api/live/shell", headers: asPoll })],
  ["an action", () => actionAsk("[]", cookies)],
  ["a refused action", () => ({ ...actionAsk("[]", cookies), headers: { origin: "https://evil.example" } })],
  ["health", () => ({ path: "/api/health/ready" })],
  ["refused metrics", () => ({ path: "/metrics", headers: { host: "evil.example" } })],
  ["an answer of Clerk's", () => ({ path: "/__clerk/v1/environment", headers: asPoll })],
  ["a script of Clerk's", () => ({ path: "/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js" })],
  ["an optimised image, which there is none of", () => ({ path: "/_next/image?url=%2Ffavicon.svg&w=64&q=75" })],
  [
    "a body that is too large",
    () => ({ method: "POST", path: "/settings", headers: own, body: "x".repeat(1_100_000) }),
  ],
  ["another Host", () => ({ path: "/deliveries", headers: { ...asPage, host: "evil.example" } })],
];

const nonceOf = ({ headers }: Answer): string | undefined =>
  /'nonce-([^']+)'/.exec(headers["content-security-policy"] ?? "")?.[1];

describe("security headers", () => {
  test.for(answers)("%s carries them", async ([name, asked]) => {
    const answer = await ask(asked());
    const { headers } = answer;
    const nonce = nonceOf(answer);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    const expected = securityHeaders({ nonce: nonce ?? "", https: false, development: false });
    for (const [header, value] of Object.entries(expected)) expect(headers[header.toLowerCase()], header).toBe(value);
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("server");
    expect(headers).not.toHaveProperty("strict-transport-security");
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    expect(Object.keys(headers).filter((header) => header.startsWith("x-clerk-"))).toEqual([]);
    if (!name.includes("Clerk's")) expect(headers["cache-control"]).toContain("no-store");
  });

  test("the policy lets nothing in from elsewhere, no page frame us, and no script run without the nonce", async () => {
    const policy = (await ask({ path: "/sign-in", headers: asPage })).headers["content-security-policy"] ?? "";
    const rules = Object.fromEntries(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]));
    expect(rules).toMatchObject({
      "default-src": ["'none'"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "connect-src": ["'self'"],
    });
    expect(rules["script-src"]).toHaveLength(2);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  test("every answer has a nonce and a reference of its own, and each script of the page carries it", async () => {
    const [one, other] = [
      await ask({ path: "/sign-in", headers: asPage }),
      await ask({ path: "/sign-in", headers: asPage }),
    ];
    expect(nonceOf(one)).not.toBe(nonceOf(other));
    expect(one.headers["x-request-id"]).not.toBe(other.headers["x-request-id"]);
    const scripts = one.text.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonceOf(one)}"`))).toEqual([]);
  });

  test("HSTS is said over https alone: on plain http it would lock people out", () => {
    const said = [true, false].map((https) => securityHeaders({ nonce: "n", https, development: false }));
    expect(said.map((headers) => "Strict-Transport-Security" in headers)).toEqual([true, false]);
  });

  test("files of the build may be kept for ever, and are never guessed at or framed", async () => {
    const chunks = readdirSync(path.resolve(import.meta.dirname, "../../.next/static/chunks"));
    const script = chunks.find((name) => name.endsWith(".js"));
    for (const file of [`/_next/static/chunks/${script}`, "/favicon.svg"]) {
      const { headers } = await ask({ path: file });
      expect([file, headers["x-content-type-options"], headers["x-frame-options"]]).toEqual([file, "nosniff", "DENY"]);
    }
    expect((await ask({ path: `/_next/static/chunks/${script}` })).headers["cache-control"]).toContain("immutable");
    expect((await ask({ path: `/_next/static/chunks/${script}.map` })).status).toBe(404);
  });
});

/** Headers by which a client would pass for somebody else's infrastructure, or for us. */
const hostile: [string, Record<string, string>][] = [
  ...[
    "middleware",
    "src/middleware",
    "pages/_middleware",
    "middleware:middleware:middleware:middleware:middleware",
    "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
  ].map((value): [string, Record<string, string>] => [
    `x-middleware-subrequest ${value}`,
    { "x-middleware-subrequest": value },
  ]),
  ["x-middleware-next and overrides", { "x-middleware-next": "1", "x-middleware-override-headers": "cookie" }],
  ["x-middleware-set-cookie", { "x-middleware-set-cookie": "__session=x" }],
  [
    "x-clerk-auth",
    {
      "x-clerk-auth-status": "signed-in",
      "x-clerk-auth-token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyX3gifQ.",
      "x-clerk-auth-signature": "0000",
      "x-clerk-auth-reason": "ok",
    },
  ],
  ["x-auth-bypass", { "x-auth-bypass": "true", "x-break-glass": "1" }],
  ["x-user-id", { "x-user-id": "1" }],
  ["x-sallyport headers of our own", { "x-sallyport-place": "https://evil.example/", "x-sallyport-actor": "system" }],
  ["next-resume", { "next-resume": "1" }],
  ["x-matched-path", { "x-matched-path": "/record", "x-nextjs-data": "1" }],
  ["x-rewrite-url", { "x-original-url": "/record", "x-rewrite-url": "/record" }],
  ["a nonce and a policy", { "x-nonce": "abc", "content-security-policy": "script-src 'nonce-abc' *" }],
  ["x-request-id", { "x-request-id": "of-my-own" }],
  ["x-forwarded", { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" }],
  ["an authorization that is no token", { authorization: "Bearer x" }],
  ["a prefetch", { "next-router-prefetch": "1", purpose: "prefetch" }],
];

describe("a hostile header makes no difference:", () => {
  test.for(hostile)("%s", async ([, headers]) => {
    const plain = await ask({ path: "/deliveries", headers: asPage });
    const answer = await ask({ path: "/deliveries", headers: { ...asPage, ...headers } });
    expect([answer.status, answer.headers.location]).toEqual([plain.status, plain.headers.location]);
    expect(answer.headers["content-security-policy"]).not.toContain("'nonce-abc'");
    expect(answer.headers["x-request-id"]).not.toBe("of-my-own");
    const view = await ask({ path: "/api/live/shell", headers: { ...asPoll, ...headers } });
    expect([view.status, view.json().code]).toEqual([401, "not_signed_in"]);
    const sound = await ask({ path: "/api/live/shell", headers: { ...asPoll, ...headers }, cookies });
    expect(sound.status).toBe(200);
    expect(JSON.stringify(answer.headers)).not.toContain("evil.example");
  });

  test("our own gate's header is an attack by itself", async () => {
    for (const value of ["", "x", "e30.AAAA"]) {
      for (const asked of [{ path: "/deliveries" }, { path: "/api/refused" }, { method: "POST", path: "/settings" }]) {
        const answer = await ask({ ...asked, cookies, headers: { ...own, "x-sallyport-gate": value } });
        expect([answer.status, answer.json().code]).toEqual([400, "invalid_input"]);
      }
    }
  });
});
