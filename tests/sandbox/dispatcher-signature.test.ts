import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { JournalEntry } from "../../sandbox/kernel/journal";
import { type DispatcherWorld, startDispatcherWorld } from "./dispatcher-harness";
import { arrivals, findDead, readRow, retry } from "./identity-provider-harness";

let world: DispatcherWorld;

beforeAll(async () => {
  world = await startDispatcherWorld();
});

afterEach(() => world.kernel.faults.clear());
afterAll(() => world.close());

test("the request is signed by the active key over id, timestamp and body as jose verifies it", async () => {
  const dead = await findDead(world.operate, "eb");
  const entry = await world.sendAgain(dead);
  expect(entry.headers["content-type"]).toBe("application/json");
  expect(entry.path).toBe("/eb/webhooks");
  expect(entry.body).toBe(dead.body);
  const { kid, payload } = await verify(entry);
  expect(kid).toBe("whk-eb-3");
  expect(payload).toBe(`${dead.idempotency_key}.${entry.headers["webhook-timestamp"]}.${dead.body}`);
  expect(Math.abs(Number(entry.headers["webhook-timestamp"]) - Date.now() / 1000)).toBeLessThan(10);
});

test("a row that is assigned to a key in grace is signed by that key", async () => {
  const dead = await findDead(world.operate, "eb");
  await world.database.owner.query("UPDATE webhook_outbox_entries SET signing_kid = 'whk-eb-2' WHERE id = $1", [
    dead.id,
  ]);
  expect((await verify(await world.sendAgain(dead))).kid).toBe("whk-eb-2");
});

test("a row that is assigned to a retired key is not sent; the attempt counts", async () => {
  const dead = await findDead(world.operate, "eb");
  await world.database.owner.query("UPDATE webhook_outbox_entries SET signing_kid = 'whk-eb-1' WHERE id = $1", [
    dead.id,
  ]);
  await retry(world.operate, dead);
  expect(await world.settled(dead)).toMatchObject({
    attempts: 1,
    last_status: null,
    last_error: "SigningKeyUnavailable: whk-eb-1",
  });
  expect(arrivals(world.kernel, dead.idempotency_key)).toEqual([]);
});

test("hostile payloads arrive to the byte", async () => {
  const { rows } = await world.operate.query<{ id: string }>(
    "SELECT id::text FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND NOT payload ? 'id' ORDER BY id",
  );
  await world.operate.query("UPDATE oauth_applications SET webhook_enabled = true WHERE id = 120");
  for (const { id } of rows) {
    const row = await readRow(world.operate, id);
    const entry = await world.sendAgain(row);
    expect(entry.bodySha256).toBe(await sha256(row.body));
  }
  expect(rows.length).toBeGreaterThan(12);
});

async function verify({ headers, body }: JournalEntry): Promise<{ kid: string | undefined; payload: string }> {
  const [header, between, seal] = (headers["webhook-signature"] ?? "").split(".");
  expect(between).toBe("");
  const attached = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).toString(
    "base64url",
  );
  const jwks = (await (
    await fetch(`${world.addresses.identityProvider}/.well-known/jwks.json`)
  ).json()) as JSONWebKeySet;
  const verified = await compactVerify(`${header}.${attached}.${seal}`, createLocalJWKSet(jwks), {
    algorithms: ["EdDSA"],
  });
  return { kid: verified.protectedHeader.kid, payload: new TextDecoder().decode(verified.payload) };
}

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("hex");
}
