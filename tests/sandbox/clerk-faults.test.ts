import { createClerkClient } from "@clerk/backend";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Browser, SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";

let clerk: TestClerk;
beforeEach(async () => {
  clerk = await startTestClerk();
});
afterEach(() => clerk.close());

const fail = (fault: unknown) => clerk.kernel.faults.set("clerk-console", fault);
const count = () => createClerkClient({ secretKey: SECRET_KEY, apiUrl: clerk.url }).users.getCount();

describe("the SDK sees Clerk", () => {
  test("down: a network error without a status", async () => {
    fail({ outage: true });
    await expect(count()).rejects.toMatchObject({ status: undefined, errors: [{ code: "unexpected_error" }] });
  });

  test("in trouble: 503 in Clerk's error shape", async () => {
    fail({ status: 503 });
    await expect(count()).rejects.toMatchObject({ status: 503, errors: [{ code: "service_unavailable" }] });
  });

  test("breaking off midway", async () => {
    fail({ reset: true });
    await expect(count()).rejects.toMatchObject({ status: undefined });
  });

  test("talking nonsense", async () => {
    fail({ malformed: true });
    await expect(count()).rejects.toThrow();
  });

  test("limiting: 429 with Retry-After", async () => {
    fail({ rateLimit: true, retryAfterSeconds: 9 });
    await expect(count()).rejects.toMatchObject({
      status: 429,
      retryAfter: 9,
      errors: [{ code: "too_many_requests" }],
    });
  });

  test("silent: it waits for as long as the caller does", async () => {
    fail({ hang: true });
    const silence = Symbol("nothing came");
    const answer = count().catch(() => silence);
    const received = new Promise<void>((resolve) => clerk.kernel.journal.onEntry(() => resolve()));
    await received;
    expect(await Promise.race([answer, Promise.resolve("still waiting")])).toBe("still waiting");
    clerk.kernel.faults.clear();
    expect(await answer).toBe(silence);
  });
});

test("a browser keeps its session through an outage", async () => {
  const browser = new Browser(clerk);
  const session = await browser.signIn("mina@ops.example");
  fail({ outage: true });
  await expect(browser.token(session)).rejects.toThrow("fetch failed");
  clerk.kernel.faults.clear();
  expect((await browser.claims(session)).sid).toBe(session);
});

test("a limit on the Backend API leaves the key set and the browsers alone, as Clerk does", async () => {
  clerk.kernel.faults.set("clerk-console/backend", { rateLimit: true });
  await expect(count()).rejects.toMatchObject({ status: 429 });
  const keys = await fetch(`${clerk.url}/v1/jwks`, { headers: { authorization: `Bearer ${SECRET_KEY}` } });
  expect(keys.status).toBe(200);
  expect((await fetch(`${clerk.url}/v1/environment`)).status).toBe(200);
  clerk.kernel.faults.set("clerk-console/frontend", { status: 503 });
  expect((await fetch(`${clerk.url}/v1/client`)).status).toBe(503);
});

test("no secret reaches the journal", async () => {
  await count();
  await new Browser(clerk).signIn("mina@ops.example");
  expect(JSON.stringify(clerk.kernel.journal.entries())).not.toContain(SECRET_KEY);
});
