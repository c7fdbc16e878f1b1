import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROSTER } from "../../sandbox/relying-parties/roster";
import { startTestWorld, type TestWorld } from "./identity-provider-harness";

let world: TestWorld;
let url: string;

beforeAll(async () => {
  world = await startTestWorld();
  url = world.addresses.identityProvider;
});

afterAll(() => world.close());

test("GET /up answers 200, and what the fault says while there is one", async () => {
  expect((await fetch(`${url}/up`)).status).toBe(200);
  world.kernel.faults.set("identity-provider", { status: 503 });
  expect((await fetch(`${url}/up`)).status).toBe(503);
  world.kernel.faults.clear("identity-provider");
});

test("each endpoint can be broken by itself", async () => {
  const statuses = async () => {
    const token = await askToken({ grant_type: "client_credentials", ...PROBE });
    const reads = await Promise.all(["/up", "/.well-known/jwks.json"].map((path) => fetch(`${url}${path}`)));
    return [...reads, token].map(({ status }) => status);
  };
  for (const [place, part] of ["up", "jwks", "token"].entries()) {
    world.kernel.faults.set(`identity-provider/${part}`, { status: 503 });
    expect(await statuses()).toEqual([0, 1, 2].map((each) => (each === place ? 503 : 200)));
    world.kernel.faults.clear();
  }
});

test("the JWKS serves published, active and grace keys of tokens and webhooks, and none that is retired or compromised", async () => {
  const expected = ROSTER.flatMap(({ slug, keys }) =>
    keys.flatMap((state, index) =>
      ["published", "active", "grace"].includes(state) ? [`whk-${slug}-${index + 1}`] : [],
    ),
  );
  const { keys } = await readJwks();
  expect(keys.map((key) => key.kid).toSorted()).toEqual([...expected, "tok-2", "tok-3"].toSorted());
});

test("the JWKS may be cached, and holds no private part", async () => {
  const response = await fetch(`${url}/.well-known/jwks.json`);
  expect(response.headers.get("cache-control")).toMatch(/^public, max-age=\d+$/);
  for (const key of ((await response.json()) as JSONWebKeySet).keys) {
    expect(Object.keys(key).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  }
});

test("a key that is retired or compromised leaves the JWKS with the next answer", async () => {
  const { owner } = world.database;
  await owner.query(
    "UPDATE webhook_signing_keys SET state = 'compromised', compromised_at = now() WHERE kid = 'whk-eb-2'",
  );
  await owner.query("UPDATE webhook_signing_keys SET state = 'retired', retired_at = now() WHERE kid = 'whk-norae-2'");
  const kids = (await readJwks()).keys.map((key) => key.kid);
  expect(kids).not.toContain("whk-eb-2");
  expect(kids).not.toContain("whk-norae-2");
  expect(kids).toContain("whk-eb-3");
});

test("who fetched the JWKS is noted when the relying party names itself", async () => {
  const { owner } = world.database;
  const { rows: before } = await owner.query("SELECT count(*)::int AS count FROM jwks_fetches");
  await readJwks();
  const { rows: apps } = await owner.query<{ uid: string }>("SELECT uid FROM oauth_applications WHERE id = 17");
  await fetch(`${url}/.well-known/jwks.json`, { headers: { "user-agent": `Norae-webhooks/1.4 (${apps[0]?.uid})` } });
  const { rows } = await owner.query(
    "SELECT oauth_application_id::text AS app, kid_set @> ARRAY['whk-norae-3'] AS active FROM jwks_fetches ORDER BY id DESC LIMIT 1",
  );
  expect(rows).toEqual([{ app: "17", active: true }]);
  const { rows: after } = await owner.query("SELECT count(*)::int AS count FROM jwks_fetches");
  expect(after[0].count).toBe(before[0].count + 1);
});

const PROBE = { client_id: "sallyport-probe", client_secret: "sandbox-only" };

test.each([
  ["in the form", {}, { grant_type: "client_credentials", ...PROBE }],
  [
    "by Basic authentication",
    { authorization: basic("sallyport-probe", "sandbox-only") },
    { grant_type: "client_credentials" },
  ],
])("the probe client gets a short-lived token with its credentials %s", async (_where, headers, form) => {
  const response = await askToken(form, headers);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const answer = (await response.json()) as { access_token: string };
  expect(answer).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 300, scope: "probe" });

  const { payload, protectedHeader } = await jwtVerify(answer.access_token, createLocalJWKSet(await readJwks()), {
    issuer: url,
    audience: url,
  });
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", kid: "tok-2", typ: "at+jwt" });
  expect(payload).toMatchObject({ sub: "sallyport-probe", client_id: "sallyport-probe", scope: "probe" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
});

test("the token verifies through jose's own remote key set", async () => {
  const response = await askToken({ grant_type: "client_credentials", ...PROBE });
  const { access_token } = (await response.json()) as { access_token: string };
  const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
  await expect(jwtVerify(access_token, keys, { issuer: url })).resolves.toBeDefined();
});

test.each([
  [
    "a wrong secret",
    401,
    "invalid_client",
    { grant_type: "client_credentials", ...PROBE, client_secret: "sandbox-onlyx" },
  ],
  ["an unknown client", 401, "invalid_client", { grant_type: "client_credentials", ...PROBE, client_id: "somebody" }],
  ["no client", 401, "invalid_client", { grant_type: "client_credentials" }],
  ["no grant type", 400, "invalid_request", { ...PROBE }],
  ["another grant type", 400, "unsupported_grant_type", { grant_type: "password", ...PROBE }],
  ["a foreign scope", 400, "invalid_scope", { grant_type: "client_credentials", scope: "admin", ...PROBE }],
])("%s is answered %i %s", async (_what, status, error, form) => {
  const response = await askToken(form);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) });
  expect(response.headers.get("www-authenticate")).toBeNull();
});

test("a wrong Basic authentication is told how to do better", async () => {
  const response = await askToken(
    { grant_type: "client_credentials" },
    { authorization: basic("sallyport-probe", "wrong") },
  );
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
});

test("the relying parties are listed with their addresses and characters", async () => {
  const listing = await world.identityProvider.relyingParties();
  expect(listing).toHaveLength(12);
  expect(listing[0]).toEqual({
    id: "12",
    name: "EB",
    url: `${world.addresses.relyingParties}/eb/webhooks`,
    character: "healthy",
  });
});

async function readJwks(): Promise<JSONWebKeySet> {
  return (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
}

function askToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/oauth/token`, { method: "POST", body: new URLSearchParams(form), headers });
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
}
