import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SigningKey, signWebhook } from "../../sandbox/identity-provider/dispatcher/sign";
import { freshKeyPair, seededKeyPair } from "../../sandbox/identity-provider/keys/key-pair";
import { type Controls, serveControl } from "../../sandbox/kernel/control";
import type { Listener } from "../../sandbox/kernel/listen";
import { ROSTER, relyingParty } from "../../sandbox/relying-parties/roster";
import { startTestWorld, type TestWorld } from "./identity-provider-harness";

let world: TestWorld;
let sent = 0;

beforeAll(async () => {
  world = await startTestWorld();
});
beforeEach(() => world.relyingParties.reset());
afterEach(() => world.kernel.faults.clear());
afterAll(() => world.close());

const EB = seededKeyPair("whk-eb-3");
const NORAE = seededKeyPair("whk-norae-3");
const BARAM = seededKeyPair("whk-baram-pay-3");

type Letter = { slug: string; key: SigningKey; id?: string; body?: string; timestamp?: string; tampered?: boolean };

function post({ slug, key, body = "{}", tampered = false, ...rest }: Letter): Promise<Response> {
  sent += 1;
  const id = rest.id ?? `letter-${sent}`;
  const timestamp = rest.timestamp ?? String(Math.floor(Date.now() / 1000));
  return fetch(`${world.addresses.relyingParties}/${slug}/webhooks`, {
    method: "POST",
    headers: {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signWebhook(key, { id, timestamp, body }),
    },
    body: tampered ? `${body} ` : body,
  });
}

async function answer(letter: Letter): Promise<[number, unknown]> {
  const response = await post(letter);
  return [response.status, await response.json()];
}

describe("a healthy relying party", () => {
  test("accepts what the identity provider signed, and says when it has seen it", async () => {
    expect(await answer({ slug: "eb", key: EB, id: "twice" })).toEqual([200, { received: true }]);
    expect(await answer({ slug: "eb", key: EB, id: "twice" })).toEqual([200, { received: true, duplicate: true }]);
  });

  test("refuses a body that was changed, a key that nobody published, and an old request", async () => {
    const stale = String(Math.floor(Date.now() / 1000) - 3_600);
    expect(await answer({ slug: "eb", key: EB, tampered: true })).toEqual([
      401,
      { error: "invalid signature", kid: "whk-eb-3" },
    ]);
    expect(await answer({ slug: "eb", key: freshKeyPair("made-up") })).toEqual([
      401,
      { error: "unknown kid", kid: "made-up" },
    ]);
    expect(await answer({ slug: "eb", key: EB, timestamp: stale })).toMatchObject([401, { error: "stale timestamp" }]);
    const unsigned = await fetch(`${world.addresses.relyingParties}/eb/webhooks`, { method: "POST", body: "{}" });
    expect(unsigned.status).toBe(401);
  });

  test("refuses another key under a published kid", async () => {
    const forged = { ...freshKeyPair("whk-eb-3"), kid: "whk-eb-3" };
    expect(await answer({ slug: "eb", key: forged })).toEqual([401, { error: "invalid signature", kid: "whk-eb-3" }]);
  });

  test("asks for the JWKS once and keeps it as long as it promised, by the sandbox's clock", async () => {
    const asked = await fetchesDuring(async () => {
      await post({ slug: "eb", key: EB });
      await post({ slug: "eb", key: EB });
    });
    expect(asked).toBe(1);
    world.kernel.clock.advance(relyingParty("eb").jwksCacheSeconds ?? 0);
    expect(await fetchesDuring(() => post({ slug: "eb", key: EB }))).toBe(1);
  });

  test("answers 503 while the JWKS cannot be fetched, and recovers", async () => {
    world.kernel.faults.set("identity-provider", { outage: true });
    expect((await post({ slug: "eb", key: EB })).status).toBe(503);
    world.kernel.faults.clear();
    expect((await post({ slug: "eb", key: EB })).status).toBe(200);
  });
});

test("a new key is met by asking again, but not by the relying party that trusts its cache", async () => {
  await post({ slug: "eb", key: EB });
  await post({ slug: "norae", key: NORAE });
  const [ebKey, noraeKey] = [await newKey("eb"), await newKey("norae")];
  expect((await post({ slug: "eb", key: ebKey })).status).toBe(200);
  expect(await answer({ slug: "norae", key: noraeKey })).toEqual([401, { error: "unknown kid", kid: noraeKey.kid }]);
  // The key in grace is still good.
  expect((await post({ slug: "norae", key: NORAE })).status).toBe(200);

  world.kernel.clock.advance(relyingParty("norae").jwksCacheSeconds ?? 0);
  expect((await post({ slug: "norae", key: noraeKey })).status).toBe(200);
});

describe("how a relying party keeps its copy of the JWKS is told it by the control API:", () => {
  let control: Listener;
  beforeAll(async () => {
    const nothing = async () => undefined;
    const controls: Controls = { describe: nothing, reset: nothing, setRoles: nothing, generateOutbox: nothing };
    control = await serveControl(world.kernel, { ...controls, routes: world.relyingParties.controlRoutes }, 0);
  });
  afterAll(() => control.close());

  async function tell(method: string, body?: unknown, slug = "podo-games"): Promise<{ status: number; json: unknown }> {
    const at = `http://127.0.0.1:${control.port}/relying-parties/${slug}/key-cache`;
    const response = await fetch(at, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: response.status, json: await response.json() };
  }
  const status = async (key: SigningKey) => (await post({ slug: "podo-games", key })).status;

  test("for as many seconds as it is told, counted from its last fetch", async () => {
    const told = await tell("PUT", { cacheSeconds: 40, refetches: "when-it-ends" });
    expect(told).toEqual({ status: 200, json: { cacheSeconds: 40, refetches: "when-it-ends" } });
    await tell("POST");
    const fresh = await newKey("podo-games");
    expect(await status(fresh)).toBe(401);
    world.kernel.clock.advance(39);
    expect([await status(fresh), await fetchesDuring(() => status(fresh))]).toEqual([401, 0]);
    // The copy that it has ends as it is told now.
    await tell("PUT", { cacheSeconds: 90 });
    world.kernel.clock.advance(10);
    expect(await status(fresh)).toBe(401);
    world.kernel.clock.advance(41);
    expect(await status(fresh)).toBe(200);
  });

  test("for ever: it never fetches again by itself, and does when somebody makes it", async () => {
    await tell("PUT", { cacheSeconds: 1, refetches: "never" });
    await tell("POST");
    const fresh = await newKey("podo-games");
    world.kernel.clock.advance(30 * 86_400);
    expect([await status(fresh), await fetchesDuring(() => status(fresh))]).toEqual([401, 0]);
    await tell("POST");
    expect(await status(fresh)).toBe(200);
  });

  test("until it meets an unknown kid: one refetch, and none for a kid that it knows", async () => {
    await tell("PUT", { cacheSeconds: 86_400, refetches: "on-unknown-kid" });
    await tell("POST");
    const fresh = await newKey("podo-games");
    expect(await fetchesDuring(() => status(fresh))).toBe(1);
    expect([await status(fresh), await fetchesDuring(() => status(fresh))]).toEqual([200, 0]);
  });

  test("as usual again, by a DELETE as by a reset", async () => {
    const usual = (await tell("GET")).json;
    expect(usual).toEqual({ cacheSeconds: 300, refetches: "on-unknown-kid" });
    for (const again of [() => tell("DELETE"), () => world.relyingParties.reset()]) {
      await tell("PUT", { cacheSeconds: 0, refetches: "never" });
      await again();
      expect((await tell("GET")).json).toEqual(usual);
    }
    expect((await tell("GET", undefined, "norae")).json).toEqual({ cacheSeconds: 21_600, refetches: "when-it-ends" });
  });

  test("a sentence says what is wrong with what it was told, and nothing changes", async () => {
    for (const wrong of [{ cacheSeconds: -1 }, { cacheSeconds: "60" }, { refetches: "sometimes" }])
      expect(await tell("PUT", wrong)).toMatchObject({ status: 400, json: { error: { code: "invalid_key_cache" } } });
    expect((await tell("PUT", {}, "nobody")).status).toBe(404);
    expect((await tell("GET")).json).toEqual({ cacheSeconds: 300, refetches: "on-unknown-kid" });
  });
});

describe("the relying party that tells duplicates apart", () => {
  test("answers 409 and echoes the key the second time", async () => {
    expect((await post({ slug: "baram-pay", key: BARAM, id: "paid-1" })).status).toBe(200);
    expect(await answer({ slug: "baram-pay", key: BARAM, id: "paid-1" })).toEqual([
      409,
      { error: "key already processed", idempotency_key: "paid-1" },
    ]);
  });

  test("remembers what was delivered before this sandbox ran, also after a reset", async () => {
    const { rows } = await world.database.owner.query<{ idempotency_key: string }>(
      "SELECT idempotency_key FROM webhook_outbox_entries WHERE oauth_application_id = 21 AND delivered_at IS NOT NULL LIMIT 1",
    );
    const id = rows[0]?.idempotency_key;
    expect((await post({ slug: "baram-pay", key: BARAM, id })).status).toBe(409);
    await world.relyingParties.reset();
    expect((await post({ slug: "baram-pay", key: BARAM, id })).status).toBe(409);
  });

  test("takes a scenario's word for what it has processed", async () => {
    world.relyingParties.rememberProcessed("baram-pay", ["told"]);
    expect((await post({ slug: "baram-pay", key: BARAM, id: "told" })).status).toBe(409);
  });
});

test("every arrival is counted per relying party until the reset", async () => {
  for (let turn = 0; turn < 3; turn += 1) await post({ slug: "solbit", key: EB, id: "counted" });
  expect(await received("solbit", "counted")).toBe(3);
  expect(await received("eb", "counted")).toBe(0);
  await world.relyingParties.reset();
  expect(await received("solbit", "counted")).toBe(0);
});

test("a fault by slug or by id hits one relying party, and neither its neighbours nor its counter", async () => {
  for (const name of ["relying-parties/eb", "relying-parties/12"]) {
    world.kernel.faults.set(name, { status: 503, retryAfterSeconds: 7 });
    const response = await post({ slug: "eb", key: EB, id: "unheard" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "7"]);
    expect((await post({ slug: "norae", key: NORAE })).status).toBe(200);
    expect(await received("eb", "unheard")).toBe(0);
    world.kernel.faults.clear(name);
  }
});

test("the journal shows what each relying party was sent, with the webhook's headers", async () => {
  await post({ slug: "eb", key: EB, id: "noted", body: '{"a":1}' });
  const entries = world.kernel.journal.entries({ neighbour: "relying-parties/eb" });
  expect(entries.at(-1)).toMatchObject({
    method: "POST",
    path: "/eb/webhooks",
    body: '{"a":1}',
    status: 200,
    headers: { "webhook-id": "noted", "webhook-signature": expect.stringMatching(/^[\w-]+\.\.[\w-]+$/) },
  });
});

test("a stranger's path answers 404", async () => {
  expect((await post({ slug: "nobody", key: EB })).status).toBe(404);
  expect(ROSTER.some((party) => party.slug === "nobody")).toBe(false);
});

/** The relying party's key is rotated. @returns the one that signs now */
async function newKey(slug: string): Promise<SigningKey> {
  const kid = await world.identityProvider.rotateWebhookKey(slug);
  const { rows } = await world.database.owner.query(
    "SELECT private_jwk FROM sandbox_vault.private_keys WHERE kid = $1",
    [kid],
  );
  return { kid, privateJwk: rows[0].private_jwk };
}

async function received(slug: string, webhookId: string): Promise<number> {
  const response = await fetch(`${world.addresses.relyingParties}/${slug}/received?webhook-id=${webhookId}`);
  return ((await response.json()) as { count: number }).count;
}

async function fetchesDuring(act: () => Promise<unknown>): Promise<number> {
  const before = countJwksFetches();
  await act();
  return countJwksFetches() - before;
}

function countJwksFetches(): number {
  const entries = world.kernel.journal.entries({ neighbour: "identity-provider" });
  return entries.filter((entry) => entry.path.endsWith("jwks.json")).length;
}
