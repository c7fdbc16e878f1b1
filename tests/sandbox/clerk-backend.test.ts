import { createClerkClient, verifyToken } from "@clerk/backend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, ORGANIZATION_ID, ORIGIN, SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";

let people: TestClerk;
let customers: TestClerk;
beforeAll(async () => {
  people = await startTestClerk("people");
  customers = await startTestClerk("customers");
});
afterAll(async () => {
  await people.close();
  await customers.close();
});

const sdk = (clerk: TestClerk, secretKey = SECRET_KEY) =>
  createClerkClient({ secretKey, publishableKey: clerk.publishableKey, apiUrl: clerk.url });

describe("the real SDK", () => {
  test("verifies a token without the network, and with the published keys", async () => {
    const browser = new Browser(people);
    const token = await browser.token(await browser.signIn("mina@ops.example"));
    const claims = await verifyToken(token, { jwtKey: people.publicKeyPem, authorizedParties: [ORIGIN] });
    expect(claims).toMatchObject({ iss: "https://clerk.sallyport.test", rvid: null, o: { id: ORGANIZATION_ID } });
    const online = await verifyToken(token, { secretKey: SECRET_KEY, apiUrl: people.url, skipJwksCache: true });
    expect(online.sub).toBe(claims.sub);
  });

  test("refuses a token for another origin", async () => {
    const browser = new Browser(people);
    const token = await browser.token(await browser.signIn("mina@ops.example"));
    const verdict = verifyToken(token, { jwtKey: people.publicKeyPem, authorizedParties: ["https://evil.example"] });
    await expect(verdict).rejects.toMatchObject({ reason: "token-invalid-authorized-parties" });
  });

  test("pages through 300 customers", async () => {
    const seen = new Set<string>();
    for (let offset = 0; offset < 300; offset += 100) {
      const page = await sdk(customers).users.getUserList({ limit: 100, offset });
      expect(page.totalCount).toBe(300);
      for (const user of page.data) seen.add(user.id);
    }
    expect(seen.size).toBe(300);
    expect((await sdk(customers).users.getUserList()).data).toHaveLength(10);
    await expect(sdk(customers).users.getUserList({ limit: 501 })).rejects.toMatchObject({ status: 422 });
  });

  test("finds users by address and by text, in the order that was asked for", async () => {
    const { users } = sdk(customers);
    const [found] = (await users.getUserList({ emailAddress: ["customer-042@customers.example"] })).data;
    expect(found?.primaryEmailAddress?.emailAddress).toBe("customer-042@customers.example");
    expect((await users.getUserList({ query: "customer-29" })).totalCount).toBe(10);
    const [first] = (await users.getUserList({ orderBy: "+created_at", limit: 1 })).data;
    expect(first?.primaryEmailAddress?.emailAddress).toBe("customer-001@customers.example");
    expect((await users.getUser(found?.id ?? "")).id).toBe(found?.id);
    await expect(users.getUser("user_nobody")).rejects.toMatchObject({ status: 404 });
  });

  test("lists and revokes sessions; a minted token outlives the revocation, a new one is refused", async () => {
    const browser = new Browser(people);
    const sessionId = await browser.signIn("ari@ops.example");
    const token = await browser.token(sessionId);
    const { userId } = await sdk(people).sessions.getSession(sessionId);
    const active = await sdk(people).sessions.getSessionList({ userId, status: "active" });
    expect(active.data.map(({ id }) => id)).toContain(sessionId);

    expect((await sdk(people).sessions.revokeSession(sessionId)).status).toBe("revoked");
    await expect(verifyToken(token, { jwtKey: people.publicKeyPem })).resolves.toMatchObject({ sid: sessionId });
    expect((await browser.post(`/v1/client/sessions/${sessionId}/tokens`)).status).toBe(401);
    expect((await browser.get("/v1/client")).at("response.sessions")).toEqual([]);
  });

  test("cannot list sessions without saying whose", async () => {
    await expect(sdk(people).sessions.getSessionList({})).rejects.toMatchObject({ status: 422 });
  });

  test("reads organisations and their members", async () => {
    const { organizations, users } = sdk(people);
    const organization = await organizations.getOrganization({ organizationId: ORGANIZATION_ID });
    expect(organization).toMatchObject({ slug: "sallyport-operations", membersCount: 5 });
    expect((await organizations.getOrganization({ slug: "theos" })).name).toBe("Theo's");
    expect((await organizations.getOrganizationList()).totalCount).toBe(2);

    const admins = await organizations.getOrganizationMembershipList({
      organizationId: ORGANIZATION_ID,
      role: ["org:admin"],
      limit: 1,
    });
    expect([admins.totalCount, admins.data.length]).toEqual([2, 1]);
    const userId = admins.data[0]?.publicUserData?.userId ?? "";
    const own = await organizations.getOrganizationMembershipList({
      organizationId: ORGANIZATION_ID,
      userId: [userId],
    });
    expect(own.data.map(({ role }) => role)).toEqual(["org:admin"]);
    expect((await users.getOrganizationMembershipList({ userId })).totalCount).toBe(1);
  });

  test("signs a person in with a ticket, once", async () => {
    const [mina] = (await sdk(people).users.getUserList({ emailAddress: ["mina@ops.example"] })).data;
    const { token } = await sdk(people).signInTokens.createSignInToken({
      userId: mina?.id ?? "",
      expiresInSeconds: 60,
    });
    const redeem = () => new Browser(people).post("/v1/client/sign_ins", { strategy: "ticket", ticket: token });
    expect((await redeem()).at("response.status")).toBe("complete");
    expect((await redeem()).at("errors.0.code")).toBe("ticket_invalid_code");
  });

  test("gets a testing token and the instance", async () => {
    expect((await sdk(people).testingTokens.createTestingToken()).token).toEqual(expect.any(String));
    expect((await sdk(people).instance.get()).environmentType).toBe("production");
  });

  test("is refused with a wrong secret key, in Clerk's error shape", async () => {
    const wrong = sdk(people, "sk_live_sandbox_console_wrong");
    await expect(wrong.users.getCount()).rejects.toMatchObject({
      status: 401,
      errors: [{ code: "secret_key_invalid" }],
      clerkTraceId: expect.stringMatching(/^trace_/),
    });
    expect((await fetch(`${people.url}/v1/users`)).status).toBe(401);
  });
});

test("answers are bare application/json", async () => {
  const response = await fetch(`${people.url}/v1/jwks`, { headers: { authorization: `Bearer ${SECRET_KEY}` } });
  expect(response.headers.get("content-type")).toBe("application/json");
});

test("an unknown path is 404 in Clerk's error shape", async () => {
  const reply = await new Browser(people).get("/v1/unheard_of");
  expect([reply.status, reply.at("errors.0.code")]).toEqual([404, "resource_not_found"]);
});
