import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PLATFORM_TOKEN, SECRET_KEY, startTestClerk, type TestClerk } from "./clerk-harness";
import { type Contract, locateDescription, readContract } from "./openapi-contract";

let clerk: TestClerk;
beforeEach(async () => {
  clerk = await startTestClerk("customers");
});
afterEach(() => clerk.close());

async function ask(path: string, { key = SECRET_KEY, body }: { key?: string; body?: unknown } = {}) {
  const response = await fetch(`${clerk.url}/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${key}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as never };
}
const idsOf = async (query: string) => ((await ask(`/users${query}`)).json as { id: string }[]).map(({ id }) => id);

describe("customers", () => {
  test("are walked by cursor, every one exactly once", async () => {
    const seen: string[] = [];
    for (let cursor = ""; ; cursor = `&starting_after=${seen.at(-1)}`) {
      const page = await idsOf(`?limit=120${cursor}`);
      seen.push(...page);
      if (page.length < 120) break;
    }
    expect([seen.length, new Set(seen).size]).toEqual([300, 300]);
  });

  test.each([
    "?starting_after=user_nobody",
    "?starting_after=USER&offset=0",
    "?starting_after=USER&order_by=-last_active_at",
    "?created_at_after=yesterday",
  ])("are refused as Clerk refuses: %s", async (query) => {
    const [user] = await idsOf("?limit=1");
    expect(await ask(`/users${query.replace("USER", user ?? "")}`)).toMatchObject({
      status: 422,
      json: { errors: [{ code: "form_param_value_invalid" }] },
    });
  });

  test("are cut off by when they came and when they were last seen", async () => {
    const [newest, second, third] = await idsOf("?limit=3");
    const { created_at: at } = (await ask(`/users/${second}`)).json as { created_at: number };
    expect(await idsOf(`?created_at_after=${at}&limit=5`)).toEqual([newest]);
    expect((await idsOf(`?created_at_before=${at}&limit=1`))[0]).toBe(third);
    expect(await idsOf(`?last_active_at_since=${at}&limit=5`)).toEqual([newest, second]);
    const counted = await ask(`/users/count?created_at_after=${at}`);
    expect(counted.json).toEqual({ object: "total_count", total_count: 1 });
  });
});

describe("customers who cannot sign in", () => {
  const customer = async (number: string) => {
    const [user] = (await ask(`/users?email_address=customer-${number}%40customers.example`)).json as {
      id: string;
      email_addresses: { verification: { status: string } }[];
    }[];
    return user;
  };

  test("are banned, with no session left, or locked for ever, or have no verified address", async () => {
    const banned = await customer("018");
    expect(banned).toMatchObject({ banned: true, locked: false });
    const sessions = (await ask(`/sessions?user_id=${banned?.id}`)).json as { status: string }[];
    expect(sessions.map(({ status }) => status)).toEqual(["revoked"]);
    expect(await customer("024")).toMatchObject({ banned: false, locked: true, lockout_expires_in_seconds: null });
    expect((await customer("032"))?.email_addresses[0]?.verification.status).toBe("unverified");
    expect(await customer("033")).toMatchObject({ banned: false, locked: false });
  });

  test("are found by a part of their phone number, and their sessions say what their browser is", async () => {
    const [id = "", ...others] = await idsOf("?query=5550100048");
    expect([id, others]).toEqual([(await customer("048"))?.id, []]);
    const { data } = (await ask(`/sessions?user_id=${id}&paginated=true`)).json as { data: object[] };
    expect(data[0]).toMatchObject({
      latest_activity: { browser_name: expect.any(String), is_mobile: expect.any(Boolean) },
    });
  });
});

describe("a secret key", () => {
  const rotate = (body: unknown, key = PLATFORM_TOKEN) => ask(`${application}/rotate_secret_keys`, { key, body });
  let application: string;
  beforeEach(async () => {
    const [own] = (await ask("/platform/applications", { key: PLATFORM_TOKEN })).json as { application_id: string }[];
    application = `/platform/applications/${own?.application_id}`;
  });
  const keyOf = (json: { instances: { secret_key: string }[] }) => json.instances[0]?.secret_key ?? "";
  const status = async (key: string) => (await ask("/instance", { key })).status;

  test("is rotated with an overlap: both are good until the old one ends", async () => {
    const fresh = keyOf((await rotate({ delay_old_secrets_expiration_hours: 2, reason: "leaked" })).json);
    expect([await status(SECRET_KEY), await status(fresh)]).toEqual([200, 200]);
    clerk.kernel.clock.advance(2 * 3600);
    expect([await status(SECRET_KEY), await status(fresh)]).toEqual([401, 200]);
    expect(await ask("/users")).toMatchObject({ status: 401, json: { errors: [{ code: "secret_key_invalid" }] } });
    await clerk.part.reset();
    expect([await status(SECRET_KEY), await status(fresh)]).toEqual([200, 401]);
  });

  test("is rotated at once when no delay is named, also for one instance by its environment", async () => {
    const path = `${application}/instances/production/rotate_secret_keys`;
    const fresh = keyOf((await ask(path, { key: PLATFORM_TOKEN, body: {} })).json);
    expect([await status(SECRET_KEY), await status(fresh)]).toEqual([401, 200]);
    const shown = await ask(`${application}?include_secret_keys=true`, { key: PLATFORM_TOKEN });
    expect(keyOf(shown.json)).toBe(fresh);
    expect(JSON.stringify((await ask(application, { key: PLATFORM_TOKEN })).json)).not.toContain(fresh);
  });

  test("is withdrawn and brought back by whoever holds the instance", async () => {
    const bringBack = clerk.part.instance.secretKeys.withdraw(SECRET_KEY);
    expect(await status(SECRET_KEY)).toBe(401);
    bringBack();
    expect(await status(SECRET_KEY)).toBe(200);
  });

  test("rotates for the Platform token alone, and only what exists", async () => {
    expect((await rotate({}, SECRET_KEY)).status).toBe(401);
    expect((await rotate({ delay_old_secrets_expiration_hours: -1 })).status).toBe(400);
    const path = "/platform/applications/app_nothing";
    expect((await ask(path, { key: PLATFORM_TOKEN })).status).toBe(404);
    expect(await status(SECRET_KEY)).toBe(200);
  });

  const description = locateDescription("clerk-platform-beta.yml");
  test.skipIf(!description.present)(
    `rotates as Clerk's description says (skipped without ${description.path})`,
    async () => {
      const contract: Contract = readContract(description.path);
      const keeps = (operation: string, { status, json }: { status: number; json: unknown }) =>
        expect(contract.violations(operation, status, json)).toEqual([]);
      keeps("GET /platform/applications", await ask("/platform/applications", { key: PLATFORM_TOKEN }));
      keeps("POST /platform/applications/{applicationID}/rotate_secret_keys", await rotate({}));
      keeps("POST /platform/applications/{applicationID}/rotate_secret_keys", await rotate({}, "ak_sandbox_wrong"));
    },
  );
});
