import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setRoles } from "../../sandbox/clerk/roles";
import { Browser, ORGANIZATION_ID, startTestClerk, type TestClerk } from "./clerk-harness";

let clerk: TestClerk;
let browser: Browser;
beforeEach(async () => {
  clerk = await startTestClerk();
  browser = new Browser(clerk);
});
afterEach(() => clerk.close());

const change = (email: string, roles: string[]) => setRoles(clerk.part.instance, ORGANIZATION_ID, { email, roles });
const organizationOf = async (session: string) => (await browser.claims(session)).o;

describe("active organisation", () => {
  test("theo starts in his own, where he is an admin, and cannot choose the console's", async () => {
    const session = await browser.signIn("theo@ops.example");
    expect(await organizationOf(session)).toMatchObject({ slg: "theos", rol: "admin" });
    const reply = await browser.post(`/v1/client/sessions/${session}/touch`, {
      active_organization_id: ORGANIZATION_ID,
      intent: "select_org",
    });
    expect([reply.status, reply.at("errors.0.code")]).toEqual([404, "organization_not_found_or_unauthorized"]);
    const asked = await browser.claims(session, { organization_id: ORGANIZATION_ID });
    expect(asked.o).toBeUndefined();
  });

  test("a member of two switches between them, and the choice lasts to the next sign-in", async () => {
    change("theo@ops.example", ["org:responder"]);
    const session = await browser.signIn("theo@ops.example");
    expect(await organizationOf(session)).toMatchObject({ slg: "theos" });
    const reply = await browser.post(`/v1/client/sessions/${session}/touch`, {
      active_organization_id: ORGANIZATION_ID,
      intent: "select_org",
    });
    expect(reply.at("response.last_active_organization_id")).toBe(ORGANIZATION_ID);
    expect(await organizationOf(session)).toMatchObject({ id: ORGANIZATION_ID, rol: "responder" });
    await browser.post("/v1/client/sessions?_method=DELETE");
    expect(await organizationOf(await browser.signIn("theo@ops.example"))).toMatchObject({ id: ORGANIZATION_ID });
  });

  test("a token can be asked for another membership without switching", async () => {
    change("theo@ops.example", ["org:responder"]);
    const session = await browser.signIn("theo@ops.example");
    expect((await browser.claims(session, { organization_id: ORGANIZATION_ID })).o).toMatchObject({ rol: "responder" });
    expect(await organizationOf(session)).toMatchObject({ slg: "theos" });
  });

  test("none can be chosen, too: the personal account", async () => {
    const session = await browser.signIn("mina@ops.example");
    await browser.post(`/v1/client/sessions/${session}/touch`, { active_organization_id: "", intent: "select_org" });
    expect(await organizationOf(session)).toBeUndefined();
  });

  test("memberships are listed for the person", async () => {
    change("theo@ops.example", ["org:manager"]);
    await browser.signIn("theo@ops.example");
    const reply = await browser.get("/v1/me/organization_memberships?paginated=true&limit=10&offset=0");
    expect(reply.at("response.total_count")).toBe(2);
    expect((await browser.get("/v1/me/organization_invitations")).at("response.data")).toEqual([]);
  });
});

describe("roles", () => {
  test("change at the next token", async () => {
    const session = await browser.signIn("mina@ops.example");
    expect(await organizationOf(session)).toMatchObject({ rol: "responder" });
    expect(change("mina@ops.example", ["admin"])).toEqual({ email: "mina@ops.example", roles: ["org:admin"] });
    expect(await organizationOf(session)).toMatchObject({ rol: "admin" });
  });

  test("vanish at the next token, and touching such a session does not fail", async () => {
    const session = await browser.signIn("mina@ops.example");
    change("mina@ops.example", []);
    expect(await organizationOf(session)).toBeUndefined();
    const touched = await browser.post(`/v1/client/sessions/${session}/touch`, {
      active_organization_id: ORGANIZATION_ID,
      intent: "focus",
    });
    expect([touched.status, touched.at("response.last_active_organization_id")]).toEqual([200, null]);
  });

  test("come back with the seed", async () => {
    change("mina@ops.example", []);
    await clerk.part.reset();
    expect(await organizationOf(await browser.signIn("mina@ops.example"))).toMatchObject({ rol: "responder" });
  });

  test("are refused when unknown, when there are two, and for nobody", () => {
    expect(() => change("mina@ops.example", ["org:owner"])).toThrow("There is no role");
    expect(() => change("mina@ops.example", ["org:admin", "org:manager"])).toThrow("one role per organisation");
    expect(() => change("nobody@ops.example", [])).toThrow("There is nobody");
  });
});
