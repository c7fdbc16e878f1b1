import { createClerkClient } from "@clerk/backend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser, ORIGIN, SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";

let clerk: TestClerk;
let browser: Browser;
beforeAll(async () => {
  clerk = await startTestClerk();
});
beforeEach(() => {
  browser = new Browser(clerk);
});
afterAll(() => clerk.close());

const ask = (headers: Record<string, string>) => fetch(`${clerk.url}/v1/environment`, { headers });
const load = (path: string) => fetch(`${clerk.url}/npm/@clerk/${path}`);

/** What the console's middleware asks the SDK for every page. */
async function visit(): Promise<{
  status: string;
  userId: string | null | undefined;
  location: string | null;
  setCookies: string[];
}> {
  const sdk = createClerkClient({
    secretKey: SECRET_KEY,
    publishableKey: clerk.publishableKey,
    apiUrl: clerk.url,
    jwtKey: clerk.publicKeyPem,
  });
  const request = new Request(`${ORIGIN}/triage`, {
    headers: {
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      "sec-fetch-dest": "document",
      accept: "text/html",
    },
  });
  const state = await sdk.authenticateRequest(request, { authorizedParties: [ORIGIN], proxyUrl: `${ORIGIN}/__clerk` });
  const auth = state.toAuth();
  return {
    status: state.status,
    userId: auth && "userId" in auth ? auth.userId : null,
    location: state.headers.get("location"),
    setCookies: state.headers.getSetCookie(),
  };
}

test("a page with a fresh token is signed in, without asking anybody", async () => {
  const session = await browser.signIn("mina@ops.example");
  browser.cookies.set("__session", await browser.token(session));
  const before = clerk.kernel.journal.entries().length;
  expect(await visit()).toMatchObject({ status: "signed-in", userId: expect.stringMatching(/^user_/) });
  expect(clerk.kernel.journal.entries()).toHaveLength(before);
});

test("a browser that never signed in is signed out without a handshake", async () => {
  expect(await visit()).toMatchObject({ status: "signed-out", location: null });
});

describe.each(["token", "nonce"])("a handshake answered with a %s", (format) => {
  test("brings a browser without a token back signed in", async () => {
    await browser.signIn("mina@ops.example");
    const first = await visit();
    expect(first.status).toBe("handshake");
    const location = new URL(first.location ?? "");
    location.searchParams.set("format", format);
    const reply = await browser.get(`/v1/client/handshake${location.search}`);
    expect([reply.status, reply.headers.get("location")]).toEqual([307, `${ORIGIN}/triage`]);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(browser.cookies.has(format === "nonce" ? "__clerk_handshake_nonce" : "__clerk_handshake")).toBe(true);

    const second = await visit();
    expect(second.status).toBe("signed-in");
    expect(second.setCookies.some((line) => line.startsWith("__session="))).toBe(true);
  });
});

test("a handshake without a session clears the session cookies", async () => {
  browser.cookies.set("__client_uat", "1700000000");
  const reply = await browser.get(`/v1/client/handshake?redirect_url=${encodeURIComponent(`${ORIGIN}/triage`)}`);
  expect(reply.status).toBe(307);
  expect(await visit()).toMatchObject({ status: "signed-out" });
});

test("a handshake never leads to a foreign origin", async () => {
  const reply = await browser.get("/v1/client/handshake?redirect_url=https%3A%2F%2Fevil.example%2F");
  expect([reply.status, reply.headers.get("location")]).toEqual([400, null]);
});

describe("the product's proxy", () => {
  const proxyUrl = `${ORIGIN}/__clerk`;

  test("must show the secret key", async () => {
    expect((await ask({ "clerk-proxy-url": proxyUrl })).status).toBe(401);
    expect((await ask({ "clerk-proxy-url": proxyUrl, "clerk-secret-key": "sk_live_wrong" })).status).toBe(401);
    expect((await ask({ "clerk-proxy-url": proxyUrl, "clerk-secret-key": SECRET_KEY })).status).toBe(200);
  });

  test("must serve a known origin", async () => {
    expect(
      (await ask({ "clerk-proxy-url": "https://evil.example/__clerk", "clerk-secret-key": SECRET_KEY })).status,
    ).toBe(400);
    expect((await ask({ origin: "https://evil.example" })).status).toBe(400);
  });
});

describe("scripts", () => {
  test("come from the installed packages, whatever version is asked for", async () => {
    for (const path of ["clerk-js@6/dist/clerk.browser.js", "ui@1/dist/ui.browser.js"]) {
      const response = await load(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain("application/javascript");
      expect((await response.text()).length).toBeGreaterThan(10_000);
    }
  });

  test.each([
    "clerk-js@6/dist/..%2Fpackage.json",
    "clerk-js@6/dist/package.json",
    "backend@3/dist/index.js",
    "..%2F..%2Fjose@6/dist/index.js",
  ])("are nothing else: %s", async (path) => {
    expect((await load(path)).status).toBe(404);
  });
});
