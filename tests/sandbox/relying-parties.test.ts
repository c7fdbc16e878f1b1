import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SigningKey, signWebhook } from "../../sandbox/identity-provider/dispatcher/sign";
import { freshKeyPair, seededKeyPair } from "../../sandbox/identity-provider/keys/key-pair";
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
  const newKey = async (slug: string): Promise<SigningKey> => {
    const kid = await world.identityProvider.rotateWebhookKey(slug);
    const { rows } = await world.database.owner.query(
      "SELECT private_jwk FROM sandbox_vault.private_keys WHERE kid = $1",
      [kid],
    );
    return { kid, privateJwk: rows[0].private_jwk };
  };
  const [ebKey, noraeKey] = [await newKey("eb"), await newKey("norae")];
  expect((await post({ slug: "eb", key: ebKey })).status).toBe(200);
  expect(await answer({ slug: "norae", key: noraeKey })).toEqual([401, { error: "unknown kid", kid: noraeKey.kid }]);
  // The key in grace is still good.
  expect((await post({ slug: "norae", key: NORAE })).status).toBe(200);

  world.kernel.clock.advance(relyingParty("norae").jwksCacheSeconds ?? 0);
  expect((await post({ slug: "norae", key: noraeKey })).status).toBe(200);
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
