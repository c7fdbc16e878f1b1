import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { calm, untilConsoleSees } from "../support/calm";
import { cookiesFor, cookiesOf, playedBy } from "../support/cast";
import { control, type Fault } from "../support/control";
import { type Answer, ask, asPage, asPoll, asRouter } from "../support/http";

const faults: Record<string, Fault> = {
  "is a dead host": { outage: true },
  "answers 503": { status: 503 },
  "never answers": { hang: true },
  "breaks off": { reset: true },
};

/** Longest that anybody waits for a page, whatever Clerk does. */
const patienceMs = 3_000;

type State = { cookies?: string; headers?: Record<string, string> };

/** What a browser may bring when Clerk has just died. */
const states: Record<string, () => Promise<State>> = {
  nothing: async () => ({}),
  "a valid token": async () => ({ cookies: await cookiesFor(playedBy.responder) }),
  "a valid token, coming from a chat": async () => ({
    cookies: await cookiesFor(playedBy.responder),
    headers: { referer: "https://chat.example/", "sec-fetch-site": "cross-site" },
  }),
  "an expired token": async () => ({ cookies: (await cookiesOf("responder", "X")) ?? "" }),
  "an expired token and a refresh cookie": async () => ({
    cookies: `${await cookiesOf("responder", "X")}; __refresh_x=1`,
  }),
  "a sign-in time and no token": async () => {
    const cookies = (await cookiesOf("responder", "X")) ?? "";
    return {
      cookies: cookies
        .split("; ")
        .filter((cookie) => cookie.startsWith("__client_uat"))
        .join("; "),
    };
  },
  "a forged token": async () => ({ cookies: (await cookiesOf("responder", "F")) ?? "" }),
};

beforeAll(async () => {
  await calm();
  await shell();
});
afterAll(calm);

async function shell(): Promise<Answer> {
  return ask({ path: "/api/live/shell", headers: asPoll, cookies: await cookiesFor(playedBy.responder) });
}

async function within<T>(work: Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const done = await work;
  expect(Date.now() - startedAt).toBeLessThan(patienceMs);
  return done;
}

const toClerk = /handshake|clerk\.sallyport\.test|:\d+\/v1\//;

describe.each(Object.entries(faults))("when Clerk %s", (_name, fault) => {
  beforeAll(async () => {
    await control.setFault("clerk-console", fault);
    await untilConsoleSees(false);
  });
  afterAll(async () => {
    await control.clearFault("clerk-console");
    await untilConsoleSees(true);
  });

  test.for(Object.keys(states))("a browser with %s gets a page of ours", async (name) => {
    const { cookies, headers } = (await states[name]?.()) ?? {};
    for (const path of ["/deliveries", "/sign-in", "/settings"]) {
      const answer = await within(ask({ path, headers: { ...asPage, ...headers }, ...(cookies ? { cookies } : {}) }));
      expect(answer.headers.location ?? "").not.toMatch(toClerk);
      expect([200, 307, 503]).toContain(answer.status);
      if (answer.status === 307) expect(answer.headers.location).toMatch(/^\/(sign-in|triage)/);
      if (answer.status === 503) {
        expect(answer.headers).toMatchObject({ "retry-after": "10", "content-type": "text/html; charset=utf-8" });
        expect(answer.text).toContain("clerk_unreachable");
        expect(answer.text).toContain(answer.headers["x-request-id"]);
      }
    }
  });

  test.for(Object.keys(states))("a poll with %s ends soon, with a code", async (name) => {
    const { cookies } = (await states[name]?.()) ?? {};
    for (const [path, headers] of [
      ["/api/live/shell", asPoll],
      ["/deliveries?_rsc", asRouter],
    ] as const) {
      const answer = await within(ask({ path, headers, ...(cookies ? { cookies } : {}) }));
      expect(answer.headers.location ?? "").not.toMatch(toClerk);
      expect(answer.status).toBe(name.startsWith("a valid token") || headers === asRouter ? 200 : 503);
      if (answer.status === 503) expect(answer.json().code).toBe("clerk_unreachable");
    }
  });

  test("a valid token still reads, and is told that Clerk is down", async () => {
    const answer = await within(shell());
    expect([answer.status, answer.json().clerkAnswers]).toEqual([200, false]);
    const cookies = await cookiesFor(playedBy.responder);
    expect((await within(ask({ path: "/deliveries", headers: asPage, cookies }))).status).toBe(200);
  });

  test("the page speaks the browser's language", async () => {
    const { cookies } = (await states["an expired token"]?.()) ?? {};
    const answer = await ask({
      path: "/deliveries",
      headers: { ...asPage, "accept-language": "ko-KR,ko;q=0.9,en;q=0.8" },
      cookies: cookies ?? "",
    });
    expect([answer.status, /<html lang="(\w+)">/.exec(answer.text)?.[1]]).toEqual([503, "ko"]);
  });

  test("a person who is in the middle of a handshake gets a page of ours", async () => {
    const path = "/__clerk/v1/client/handshake?redirect_url=http%3A%2F%2Flocalhost%2Fdeliveries&format=nonce";
    const answer = await within(ask({ path, headers: asPage }));
    // A redirect is all there before Clerk breaks off in its body.
    const expected = fault.reset ? [307, false] : [503, true];
    expect([answer.status, answer.text.includes("clerk_unreachable")]).toEqual(expected);
  });

  test("what the browser asks of Clerk itself comes to an end", async () => {
    const answer = await ask({ path: "/__clerk/v1/client", headers: asPoll }).catch(() => "broken off" as const);
    if (answer !== "broken off") expect(answer.status).toBeGreaterThanOrEqual(500);
  });

  test("health is not Clerk's", async () => {
    expect((await within(ask({ path: "/api/health/ready" }))).status).toBe(200);
  });
});

describe("when Clerk is back", () => {
  afterEach(calm);

  test("an expired token is renewed again by itself", async () => {
    const cookies = (await cookiesOf("responder", "X")) ?? "";
    const visit = () => ask({ path: "/deliveries", headers: asPage, cookies });
    await control.setFault("clerk-console", { outage: true });
    await untilConsoleSees(false);
    expect((await visit()).status).toBe(503);
    await control.clearFault("clerk-console");
    await untilConsoleSees(true);
    const answer = await visit();
    expect([answer.status, answer.headers.location]).toEqual([307, expect.stringContaining("/v1/client/handshake")]);
  });
});
