import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Browser, startTestClerk, type TestClerk } from "./clerk-harness";

let clerk: TestClerk;
let browser: Browser;
beforeAll(async () => {
  clerk = await startTestClerk();
});
beforeEach(() => {
  browser = new Browser(clerk);
});
afterAll(() => clerk.close());

const verify = (session: string, step = "", form: Record<string, string> = {}) =>
  browser.post(`/v1/client/sessions/${session}/verify${step}`, form);

test("a code proves the second factor anew, and the next token names the proof", async () => {
  const session = await browser.signIn("mina@ops.example");
  clerk.kernel.clock.advance(30 * 60);
  const started = await verify(session, "", { level: "second_factor" });
  expect(started.at("response")).toMatchObject({ status: "needs_second_factor", level: "second_factor" });
  const done = await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
  expect(done.at("response.status")).toBe("complete");
  const claims = await browser.claims(session);
  expect(claims.fva).toEqual([30, 0]);
  expect(claims.rvid).toBe(started.at("response.id"));
  expect(claims.rvid).toMatch(/^sver_/);
});

test("each completed verification has an id of its own", async () => {
  const session = await browser.signIn("mina@ops.example");
  const seen = new Set<string | null>([(await browser.claims(session)).rvid]);
  for (let round = 0; round < 2; round += 1) {
    await verify(session, "", { level: "second_factor" });
    seen.add((await browser.claims(session)).rvid);
    await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
    seen.add((await browser.claims(session)).rvid);
  }
  expect(seen.size).toBe(3);
});

test("a wrong code proves nothing, and the right one after it does", async () => {
  const session = await browser.signIn("mina@ops.example");
  clerk.kernel.clock.advance(600);
  await verify(session, "", { level: "second_factor" });
  const wrong = await verify(session, "/attempt_second_factor", { strategy: "totp", code: "111111" });
  expect([wrong.status, wrong.at("errors.0.code")]).toEqual([422, "form_code_incorrect"]);
  expect(await browser.claims(session)).toMatchObject({ fva: [10, 10], rvid: null });
  await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
  expect(await browser.claims(session)).toMatchObject({ fva: [10, 0], rvid: expect.stringMatching(/^sver_/) });
});

test("a completed verification cannot be completed again", async () => {
  const session = await browser.signIn("mina@ops.example");
  await verify(session, "", { level: "second_factor" });
  await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
  const again = await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
  expect([again.status, again.at("errors.0.code")]).toEqual([400, "verification_missing"]);
});

test("multi_factor wants password and code", async () => {
  const session = await browser.signIn("jae@ops.example");
  clerk.kernel.clock.advance(1200);
  expect((await verify(session, "", { level: "multi_factor" })).at("response.status")).toBe("needs_first_factor");
  const first = await verify(session, "/attempt_first_factor", { strategy: "password", password: "sandbox-only" });
  expect(first.at("response.status")).toBe("needs_second_factor");
  expect((await browser.claims(session)).rvid).toBeNull();
  await verify(session, "/attempt_second_factor", { strategy: "totp", code: "424242" });
  expect(await browser.claims(session)).toMatchObject({ fva: [0, 0], rvid: expect.any(String) });
});

test("uma is only asked for her password, and gains no second factor by it", async () => {
  const session = await browser.signIn("uma@ops.example");
  clerk.kernel.clock.advance(1200);
  const started = await verify(session, "", { level: "second_factor" });
  expect(started.at("response")).toMatchObject({
    status: "needs_first_factor",
    level: "first_factor",
    supported_second_factors: null,
  });
  await verify(session, "/attempt_first_factor", { strategy: "password", password: "sandbox-only" });
  expect(await browser.claims(session)).toMatchObject({ fva: [0, -1], rvid: expect.stringMatching(/^sver_/) });
});

test("an unknown level is refused", async () => {
  const session = await browser.signIn("mina@ops.example");
  expect((await verify(session, "", { level: "third_factor" })).status).toBe(422);
});
