import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser, ORGANIZATION_ID, startTestClerk, type TestClerk } from "./clerk-harness";

let clerk: TestClerk;
let browser: Browser;
beforeAll(async () => {
  clerk = await startTestClerk();
});
beforeEach(() => {
  browser = new Browser(clerk);
});
afterAll(() => clerk.close());

const code = (reply: { at(path: string): unknown }) => reply.at("errors.0.code");

describe("signing in", () => {
  test("asks for the password, then the code, and opens a session in the organisation", async () => {
    const first = await browser.startSignIn("mina@ops.example");
    expect(first.at("response")).toMatchObject({
      object: "sign_in_attempt",
      status: "needs_second_factor",
      supported_second_factors: [{ strategy: "totp" }],
    });
    expect(first.at("client.sessions")).toEqual([]);
    const path = `/v1/client/sign_ins/${first.at("response.id")}/attempt_second_factor`;
    const second = await browser.post(path, { strategy: "totp", code: "424242" });
    expect(second.at("response.status")).toBe("complete");
    expect(second.at("client.sessions.0")).toMatchObject({
      id: second.at("response.created_session_id"),
      status: "active",
      last_active_organization_id: ORGANIZATION_ID,
      factor_verification_age: [0, 0],
    });
    expect(second.at("client.sign_in")).toBeNull();
  });

  test("takes the identifier first and the password after it", async () => {
    const first = await browser.post("/v1/client/sign_ins", { identifier: "Mina@Ops.Example" });
    expect(first.at("response.status")).toBe("needs_first_factor");
    const path = `/v1/client/sign_ins/${first.at("response.id")}`;
    const second = await browser.post(`${path}/attempt_first_factor`, {
      strategy: "password",
      password: "sandbox-only",
    });
    expect(second.at("response.status")).toBe("needs_second_factor");
    expect((await browser.get(path)).at("response.status")).toBe("needs_second_factor");
  });

  test("sets an HttpOnly client cookie, and both sign-in times without Secure", async () => {
    await browser.signIn("jae@ops.example");
    const suffix = createHash("sha1").update(clerk.publishableKey).digest("base64url").slice(0, 8);
    const now = Math.floor(Date.now() / 1000);
    expect(Number(browser.cookies.get("__client_uat"))).toBeGreaterThan(now - 5);
    expect(browser.cookies.get(`__client_uat_${suffix}`)).toBe(browser.cookies.get("__client_uat"));
    const other = await new Browser(clerk).startSignIn("jae@ops.example");
    const lines = other.headers.getSetCookie();
    expect(lines.find((line) => line.startsWith("__client="))).toContain("HttpOnly");
    expect(lines.join()).not.toContain("Secure");
  });

  test("a wrong password and a wrong code are 422 and open nothing", async () => {
    const wrong = await browser.startSignIn("mina@ops.example", "guess");
    expect([wrong.status, code(wrong), wrong.at("errors.0.meta.param_name")]).toEqual([
      422,
      "form_password_incorrect",
      "password",
    ]);
    const first = await browser.startSignIn("mina@ops.example");
    const path = `/v1/client/sign_ins/${first.at("response.id")}/attempt_second_factor`;
    const second = await browser.post(path, { strategy: "totp", code: "000000" });
    expect([second.status, code(second)]).toEqual([422, "form_code_incorrect"]);
    expect((await browser.get("/v1/client")).at("response.sessions")).toEqual([]);
  });

  test("an unknown address is 422", async () => {
    const reply = await browser.startSignIn("nobody@ops.example");
    expect([reply.status, code(reply)]).toEqual([422, "form_identifier_not_found"]);
  });

  test("guessing is locked after five mistakes, also in a new attempt, until a minute has passed", async () => {
    for (let guess = 0; guess < 5; guess += 1) await browser.startSignIn("sol@ops.example", "guess");
    const locked = await browser.startSignIn("sol@ops.example");
    expect([locked.status, code(locked)]).toEqual([429, "too_many_requests"]);
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(50);
    clerk.kernel.clock.advance(61);
    expect((await browser.startSignIn("sol@ops.example")).status).toBe(200);
  });

  test("uma has no second factor: the password is enough, and her factor age says so", async () => {
    const session = await browser.signIn("uma@ops.example");
    const claims = await browser.claims(session);
    expect(claims.fva).toEqual([0, -1]);
    expect(claims.o).toMatchObject({ id: ORGANIZATION_ID, rol: "responder" });
  });

  test("a second person cannot sign in over the first", async () => {
    await browser.signIn("mina@ops.example");
    const reply = await browser.startSignIn("jae@ops.example");
    expect([reply.status, code(reply)]).toEqual([400, "session_exists"]);
  });
});

describe("the session token", () => {
  test("carries the claims of version 2 and rvid null", async () => {
    const session = await browser.signIn("ari@ops.example");
    const claims = await browser.claims(session);
    expect(claims).toMatchObject({
      iss: "https://clerk.sallyport.test",
      sid: session,
      azp: "http://localhost:3000",
      fva: [0, 0],
      rvid: null,
      v: 2,
      sts: "active",
      o: { id: ORGANIZATION_ID, rol: "admin", slg: "sallyport-operations" },
    });
    expect(claims.exp - claims.iat).toBe(60);
  });

  test("is refused to other browsers and to signed-out ones", async () => {
    const session = await browser.signIn("mina@ops.example");
    const stranger = new Browser(clerk);
    expect((await stranger.post(`/v1/client/sessions/${session}/tokens`)).status).toBe(401);
    await stranger.signIn("jae@ops.example");
    expect((await stranger.post(`/v1/client/sessions/${session}/tokens`)).status).toBe(404);
  });

  test("ages with the sandbox's clock while iat stays real", async () => {
    const session = await browser.signIn("mina@ops.example");
    clerk.kernel.clock.advance(11 * 60);
    const claims = await browser.claims(session);
    expect(claims.fva).toEqual([11, 11]);
    expect(Math.abs(claims.iat - Date.now() / 1000)).toBeLessThan(5);
  });
});

test("signing out ends every session of the browser and says 0 in the cookies", async () => {
  const session = await browser.signIn("mina@ops.example");
  const reply = await browser.post("/v1/client/sessions?_method=DELETE");
  expect(reply.at("client.sessions")).toEqual([]);
  expect(browser.cookies.get("__client_uat")).toBe("0");
  expect((await browser.post(`/v1/client/sessions/${session}/tokens`)).status).toBe(401);
  await browser.signIn("jae@ops.example");
});

test("a new browser has no client", async () => {
  expect((await browser.get("/v1/client")).json).toEqual({ response: null, client: null });
});
