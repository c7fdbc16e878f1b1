import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { relyingParty } from "../../sandbox/relying-parties/roster";
import { type DispatcherWorld, startDispatcherWorld, TIMEOUT_MS } from "./dispatcher-harness";
import { arrivals, findDead, nextArrival, readRow, retry } from "./identity-provider-harness";

let world: DispatcherWorld;

beforeAll(async () => {
  world = await startDispatcherWorld();
});

afterEach(() => world.kernel.faults.clear());
afterAll(() => world.close());

test("a retried row of a relying party that is healthy again is delivered by exactly one request", async () => {
  const dead = await findDead(world.operate, "eb");
  await world.sendAgain(dead);
  expect(await world.settled(dead)).toMatchObject({
    state: "delivered",
    attempts: 1,
    last_status: 200,
    last_error: null,
  });
  expect(arrivals(world.kernel, dead.idempotency_key)).toHaveLength(1);
  expect(await receivedCount("eb", dead.idempotency_key)).toBe(1);
});

test.each([
  ["failing", "onda-health", "pending", 500],
  ["rate-limited at first, then", "narae-air", "delivered", 200],
  ["flapping", "saebom-bank", "pending", 503],
  ["slow", "haru-books", "pending", null],
  ["conflicting", "baram-pay", "dead", 409],
  ["payload-rejecting", "daon-market", "dead", 422],
  ["gone", "solbit", "dead", 410],
  ["redirecting", "mirae-tutor", "dead", 301],
  ["fresh again with the keys of", "norae", "delivered", 200],
  ["healthy again with the certificate of", "podo-games", "delivered", 200],
])("after one attempt at the %s %s a row is %s with %s", async (_character, slug, state, status) => {
  const dead = await findDead(world.operate, slug);
  await world.operate.query("UPDATE oauth_applications SET webhook_enabled = true WHERE id = $1", [
    relyingParty(slug).id,
  ]);
  await retry(world.operate, dead);
  const after = await world.settled(dead);
  expect(after).toMatchObject({ state, last_status: status, attempts: 1 });
  expect(await receivedCount(slug, dead.idempotency_key)).toBe(1);
  if (state === "delivered") expect(after.last_error).toBeNull();
  else expect(after.last_error).toContain(status === null ? "Net::ReadTimeout" : String(status));
  if (state === "pending") {
    expect(after.seconds_to_retry).toBeGreaterThan(10);
    expect(after.seconds_to_retry).toBeLessThan(16);
  }
});

test("one request a second: the next one at once is put off with 429", async () => {
  const [first, second] = [await findDead(world.operate, "narae-air"), await findDead(world.operate, "narae-air", 1)];
  // The relying party keeps the sandbox's time, so this is enough for it to listen again.
  world.kernel.clock.advance(5);
  await Promise.all([first, second].map(world.sendAgain));
  const states = [await world.settled(first), await world.settled(second)].map(
    (row) => `${row.state} ${row.last_status}`,
  );
  expect(states.toSorted()).toEqual(["delivered 200", "pending 429"]);
});

test("an outage of the network counts as an attempt and is tried again later", async () => {
  world.kernel.faults.set("relying-parties/eb", { outage: true });
  const dead = await findDead(world.operate, "eb");
  await retry(world.operate, dead);
  expect(await world.settled(dead)).toMatchObject({ state: "pending", attempts: 1, last_status: null });
});

test("the pause doubles, and the eighth failure is the last", async () => {
  world.kernel.faults.set("relying-parties/podo-games", { status: 503 });
  const dead = await findDead(world.operate, "podo-games");
  await retry(world.operate, dead);
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    const row = await world.afterAttempt(dead, attempt);
    expect(row.state).toBe("pending");
    pauses.push(Math.ceil(row.seconds_to_retry ?? 0));
    await world.operate.query("UPDATE webhook_outbox_entries SET next_retry_at = now() WHERE id = $1", [dead.id]);
  }
  expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960]);
  expect(await world.afterAttempt(dead, 8)).toMatchObject({
    state: "dead",
    attempts: 8,
    last_status: 503,
    seconds_to_retry: null,
  });
  expect(arrivals(world.kernel, dead.idempotency_key)).toHaveLength(8);
});

test("rows of a relying party that is switched off wait unchanged, and go when it is switched on", async () => {
  const switchTo = (on: boolean) =>
    world.operate.query("UPDATE oauth_applications SET webhook_enabled = $1, updated_at = now() WHERE id = 120", [on]);
  const dead = await findDead(world.operate, "gaon-energy");
  await retry(world.operate, dead);
  const waiting = await readRow(world.operate, dead.id);

  // A later row of somebody else went through, so there was a pass that left this one alone.
  const witness = await findDead(world.operate, "eb");
  await world.sendAgain(witness);
  await world.settled(witness);
  expect((await readRow(world.operate, dead.id)).seen).toBe(waiting.seen);

  const arrival = nextArrival(world.kernel, dead.idempotency_key);
  await switchTo(true);
  await arrival;
  expect(await world.settled(dead)).toMatchObject({ state: "delivered", attempts: 1 });
  await switchTo(false);
});

test("a row that somebody settled while it was under way keeps what they wrote", async () => {
  world.kernel.faults.set("relying-parties/eb", { hang: true });
  const dead = await findDead(world.operate, "eb");
  const arrival = nextArrival(world.kernel, dead.idempotency_key);
  await retry(world.operate, dead);
  await arrival;
  await world.operate.query(
    "UPDATE webhook_outbox_entries SET delivered_at = now(), last_error = 'by hand', updated_at = now() WHERE id = $1",
    [dead.id],
  );
  const { seen } = await readRow(world.operate, dead.id);
  await otherAttemptEnds("podo-games");
  expect(await readRow(world.operate, dead.id)).toMatchObject({
    state: "delivered",
    attempts: 0,
    last_error: "by hand",
    seen,
  });
});

test("a stale version retries nothing", async () => {
  const dead = await findDead(world.operate, "eb");
  expect(await retry(world.operate, dead)).toBe(true);
  expect(await retry(world.operate, dead)).toBe(false);
});

/** Hanging requests have timed out by then: this one started later and ended as well. */
async function otherAttemptEnds(slug: string): Promise<void> {
  world.kernel.faults.set(`relying-parties/${slug}`, { latencyMs: TIMEOUT_MS * 2 });
  const other = await findDead(world.operate, slug);
  await retry(world.operate, other);
  await world.settled(other);
}

async function receivedCount(slug: string, webhookId: string): Promise<number> {
  const response = await fetch(`${world.addresses.relyingParties}/${slug}/received?webhook-id=${webhookId}`);
  return ((await response.json()) as { count: number }).count;
}
