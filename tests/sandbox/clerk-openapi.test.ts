import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser, ORGANIZATION_ID, type Reply, SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";
import { type Contract, locateDescription, readContract } from "./openapi-contract";

const backend = locateDescription("clerk-bapi-2026-05-12.yml");
const frontend = locateDescription("clerk-fapi-2026-05-12.yml");

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

describe.skipIf(!backend.present)(
  `the Backend API keeps to Clerk's description (skipped without ${backend.path})`,
  () => {
    let contract: Contract;
    beforeAll(() => {
      contract = readContract(backend.path);
    });

    async function ask(clerk: TestClerk, operation: string, values: Record<string, string> = {}, body?: unknown) {
      const [method = "", template = ""] = operation.split(" ");
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
      const response = await fetch(`${clerk.url}/v1${path}${values.query ?? ""}`, {
        method,
        headers: { authorization: values.authorization ?? `Bearer ${SECRET_KEY}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const json: unknown = await response.json();
      return { status: response.status, json, violations: contract.violations(operation, response.status, json) };
    }

    test.each([
      ["GET /jwks", {}],
      ["GET /instance", {}],
      ["GET /users", { query: "?limit=500" }],
      ["GET /users", { query: "?limit=501" }],
      ["GET /users/count", {}],
      ["GET /users/{user_id}", { user_id: "user_nobody" }],
      ["GET /sessions", {}],
      ["GET /organizations", {}],
      ["GET /organizations/{organization_id}", { organization_id: ORGANIZATION_ID }],
      ["GET /organizations/{organization_id}", { organization_id: "org_nothing" }],
      ["GET /organizations/{organization_id}/memberships", { organization_id: ORGANIZATION_ID }],
      ["POST /testing_tokens", {}],
      ["GET /users", { authorization: "Bearer sk_live_wrong" }],
    ])("%s %j", async (operation, values) => {
      expect((await ask(people, operation, values)).violations).toEqual([]);
    });

    test("the judge is awake: it finds what is missing, foreign or of another type", async () => {
      const { json } = await ask(people, "GET /users/count");
      const broken = { ...(json as object), total_count: "six", extra: 1, object: undefined };
      expect(contract.violations("GET /users/count", 200, JSON.parse(JSON.stringify(broken)))).toEqual([
        "$.object is missing",
        "$.extra is unknown",
        "$.total_count is not integer",
      ]);
    });

    test("300 customers, one of them, and the sessions of one", async () => {
      const list = await ask(customers, "GET /users", { query: "?limit=500" });
      expect(list.violations).toEqual([]);
      const busy = (list.json as { id: string; email_addresses: { email_address: string }[] }[]).find(
        ({ email_addresses: [first] }) => first?.email_address === "customer-004@customers.example",
      );
      const sessions = await ask(customers, "GET /sessions", { query: `?user_id=${busy?.id}` });
      expect(sessions.violations).toEqual([]);
      const [session] = sessions.json as { id: string }[];
      const session_id = session?.id ?? "";
      expect((await ask(customers, "GET /sessions/{session_id}", { session_id })).violations).toEqual([]);
      expect((await ask(customers, "POST /sessions/{session_id}/revoke", { session_id })).violations).toEqual([]);
    });

    test.each(["018", "024", "032", "048"])(
      "customer %s, who differs from the others, with sessions",
      async (number) => {
        const query = `?email_address=customer-${number}%40customers.example`;
        const [user] = (await ask(customers, "GET /users", { query })).json as { id: string }[];
        const user_id = user?.id ?? "";
        expect((await ask(customers, "GET /users/{user_id}", { user_id })).violations).toEqual([]);
        const sessions = await ask(customers, "GET /sessions", { query: `?user_id=${user_id}` });
        expect(sessions.violations).toEqual([]);
      },
    );

    test("a person, the person's memberships, and a ticket", async () => {
      const [person] = (await ask(people, "GET /users", { query: "?limit=1" })).json as { id: string }[];
      const user_id = person?.id ?? "";
      expect((await ask(people, "GET /users/{user_id}", { user_id })).violations).toEqual([]);
      const memberships = await ask(people, "GET /users/{user_id}/organization_memberships", { user_id });
      expect(memberships.violations).toEqual([]);
      expect((await ask(people, "POST /sign_in_tokens", {}, { user_id })).violations).toEqual([]);
    });
  },
);

describe.skipIf(!frontend.present)(
  `the Frontend API keeps to Clerk's description (skipped without ${frontend.path})`,
  () => {
    let contract: Contract;
    let browser: Browser;
    beforeAll(() => {
      contract = readContract(frontend.path);
    });
    beforeEach(() => {
      browser = new Browser(people);
    });
    const keeps = (operation: string, reply: Reply) => {
      expect({ operation, violations: contract.violations(operation, reply.status, reply.json) }).toEqual({
        operation,
        violations: [],
      });
    };

    test("before anybody signs in", async () => {
      keeps("GET /v1/environment", await browser.get("/v1/environment"));
      keeps("GET /v1/client", await browser.get("/v1/client"));
      keeps("GET /v1/health", await browser.get("/v1/health"));
    });

    test.each(["mina@ops.example", "uma@ops.example", "theo@ops.example"])(
      "while %s signs in and works",
      async (email) => {
        keeps("POST /v1/client/sign_ins", await browser.startSignIn(email, "guess"));
        const first = await browser.startSignIn(email);
        keeps("POST /v1/client/sign_ins", first);
        if (first.at("response.status") === "needs_second_factor") {
          const path = `/v1/client/sign_ins/${first.at("response.id")}/attempt_second_factor`;
          const attempt = (code: string) => browser.post(path, { strategy: "totp", code });
          keeps("POST /v1/client/sign_ins/{sign_in_id}/attempt_second_factor", await attempt("000000"));
          keeps("POST /v1/client/sign_ins/{sign_in_id}/attempt_second_factor", await attempt("424242"));
        }
        keeps("POST /v1/client/sign_ins", await browser.startSignIn(email));
        const client = await browser.get("/v1/client");
        keeps("GET /v1/client", client);
        const session = `/v1/client/sessions/${client.at("response.sessions.0.id")}`;
        const touch = { active_organization_id: ORGANIZATION_ID, intent: "select_org" };
        keeps("POST /v1/client/sessions/{session_id}/touch", await browser.post(`${session}/touch`, touch));
        keeps("POST /v1/client/sessions/{session_id}/tokens", await browser.post(`${session}/tokens`));
        keeps(
          "GET /v1/me/organization_memberships",
          await browser.get("/v1/me/organization_memberships?paginated=true"),
        );
        keeps("GET /v1/me/sessions/active", await browser.get("/v1/me/sessions/active"));
        keeps("POST /v1/client/sessions/{session_id}/remove", await browser.post(`${session}/remove`));
      },
    );

    test("while a session is verified anew, and after signing out", async () => {
      const session = `/v1/client/sessions/${await browser.signIn("jae@ops.example")}`;
      const verify = "/v1/client/sessions/{session_id}/verify";
      keeps(`POST ${verify}`, await browser.post(`${session}/verify`, { level: "multi_factor" }));
      const password = { strategy: "password", password: "sandbox-only" };
      keeps(
        `POST ${verify}/attempt_first_factor`,
        await browser.post(`${session}/verify/attempt_first_factor`, password),
      );
      for (const code of ["000000", "424242"]) {
        const reply = await browser.post(`${session}/verify/attempt_second_factor`, { strategy: "totp", code });
        keeps(`POST ${verify}/attempt_second_factor`, reply);
      }
      keeps("DELETE /v1/client/sessions", await browser.post("/v1/client/sessions?_method=DELETE"));
      keeps("POST /v1/client/sessions/{session_id}/tokens", await browser.post(`${session}/tokens`));
    });
  },
);
