import { afterEach, expect, test } from "vitest";
import { control } from "../support/control";
import { world } from "../support/world";

const { env, ports } = world();
const { product } = env;

afterEach(() => control.clearFaults());

/** How the console asks each neighbour for the least, with what it was given. */
const LEAST: Record<string, () => Promise<Response>> = {
  "clerk-managed": () => ask(`${product.MANAGED_CLERK_API_URL}/v1/instance`, product.MANAGED_CLERK_SECRET_KEY),
  "clerk-status": () => ask(`${product.MANAGED_CLERK_STATUS_URL}/api/v2/status.json`),
  render: () => ask(`${product.RENDER_API_URL}/v1/services?limit=1`, product.RENDER_API_KEY),
  "identity-provider": () => ask(`${product.IDP_BASE_URL}/up`),
  "target-apps": () => ask(appsOf().find(({ id }) => id === "accounts")?.healthUrl ?? ""),
};

test("GET /world lists every neighbour, each on a port of its own block", async () => {
  const { neighbours } = await control.describe();
  expect(Object.keys(neighbours).toSorted()).toEqual([
    "clerk-console",
    "clerk-managed",
    "clerk-status",
    "identity-provider",
    "notice-webhook",
    "pagerduty",
    "relying-parties",
    "render",
    "slack",
    "smtp",
    "target-apps",
  ]);
  const used = [...JSON.stringify(neighbours).matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
  for (const port of used) expect([port > ports.sandbox, port < ports.sandbox + 10]).toEqual([true, true]);
  expect(neighbours["clerk-managed"]).toEqual({
    frontendApi: product.MANAGED_CLERK_FRONTEND_URL,
    backendApi: product.MANAGED_CLERK_API_URL,
    platformApi: product.CLERK_PLATFORM_URL,
  });
});

test.each(Object.keys(LEAST))(
  "what the console was given reaches %s, and the fault of that name breaks it",
  async (name) => {
    expect((await LEAST[name]?.())?.status).toBe(200);
    await control.setFault(name, { status: 503 });
    expect((await LEAST[name]?.())?.status).toBe(503);
    await control.setFault(name, { outage: true });
    await expect(LEAST[name]?.()).rejects.toThrow("fetch failed");
  },
);

test("the probe client gets its token, and the Platform token is no secret key", async () => {
  const client = `${product.IDP_PROBE_CLIENT_ID}:${product.IDP_PROBE_CLIENT_SECRET}`;
  const token = await fetch(`${product.IDP_BASE_URL}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(client).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  expect(token.status).toBe(200);
  const applications = `${product.CLERK_PLATFORM_URL}/v1/platform/applications`;
  expect((await ask(applications, product.CLERK_PLATFORM_TOKEN)).status).toBe(200);
  expect((await ask(applications, product.MANAGED_CLERK_SECRET_KEY)).status).toBe(401);
});

test("every app that the console is told of runs at the host under the id that it is told", async () => {
  for (const { id, renderServiceId, healthUrl } of appsOf()) {
    const service = await ask(`${product.RENDER_API_URL}/v1/services/${renderServiceId}`, product.RENDER_API_KEY);
    expect(await service.json()).toMatchObject({ slug: id, suspended: "not_suspended" });
    expect((await ask(healthUrl)).status).toBe(200);
  }
});

function appsOf(): { id: string; renderServiceId: string; healthUrl: string }[] {
  return JSON.parse(product.APPS ?? "[]");
}

function ask(url: string, key?: string): Promise<Response> {
  return fetch(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
}
