import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "../../sandbox/identity-provider/database/connect";
import { createDispatcher } from "../../sandbox/identity-provider/dispatcher/dispatcher";
import { relyingParty } from "../../sandbox/relying-parties/roster";
import { stopwatch } from "../support/stopwatch";
import { type DispatcherWorld, startDispatcherWorld, TIMEOUT_MS } from "./dispatcher-harness";
import { arrivals, findDead, nextArrival, readRow, retry } from "./identity-provider-harness";

let world: DispatcherWorld;

beforeAll(async () => {
  world = await startDispatcherWorld();
});

afterEach(() => world.kernel.faults.clear());
afterAll(() => world.close());

test("a slow relying party holds up nobody else", async () => {
  for (let skip = 0; skip < 20; skip += 1) await retry(world.operate, await findDead(world.operate, "haru-books"));
  const dead = await findDead(world.operate, "eb");
  const tookMs = stopwatch();
  await world.sendAgain(dead);
  expect(tookMs()).toBeLessThan(2_000);
});

test("200 rows retried at once arrive once each", async () => {
  await retryAndFollow(200);
});

test("two dispatchers over one outbox send each row once", async () => {
  const pool = connect(world.database.url, 4);
  const second = createDispatcher(pool, { timeoutMs: TIMEOUT_MS, passEveryMs: 100 });
  second.start();
  await retryAndFollow(100);
  await second.stop();
  await pool.end();
});

test("a dispatcher killed in mid-pass leaves rows that fall due again, and nothing is written twice", async () => {
  await world.identityProvider.pause();
  world.kernel.faults.set("relying-parties/eb", { hang: true });
  const dead = await findDead(world.operate, "eb");
  const arrival = nextArrival(world.kernel, dead.idempotency_key);
  const killed = spawnDispatcher(world.database.url);
  await retry(world.operate, dead);
  await arrival;
  killed.kill("SIGKILL");
  await once(killed, "exit");
  world.kernel.faults.clear();

  const left = await readRow(world.operate, dead.id);
  expect(left).toMatchObject({ state: "pending", attempts: 0, last_error: null });
  expect(left.seconds_to_retry).toBeGreaterThan(0);
  const again = nextArrival(world.kernel, dead.idempotency_key);
  world.identityProvider.resume();
  await again;
  expect(await world.settled(dead)).toMatchObject({ state: "delivered", attempts: 1 });
  expect(arrivals(world.kernel, dead.idempotency_key)).toHaveLength(2);
});

/** Retries many rows of one relying party at once and sees each delivered by one request. */
async function retryAndFollow(count: number): Promise<void> {
  const { rows } = await world.operate.query<{ idempotency_key: string }>(
    `UPDATE webhook_outbox_entries SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, updated_at = now()
     WHERE id IN (SELECT id FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL
       AND delivered_at IS NULL AND payload ? 'id' ORDER BY id LIMIT $2) RETURNING idempotency_key`,
    [relyingParty("eb").id, count],
  );
  const keys = rows.map((row) => row.idempotency_key);
  const delivered = async () => {
    const found = await world.operate.query(
      "SELECT FROM webhook_outbox_entries WHERE idempotency_key = ANY($1) AND delivered_at IS NOT NULL AND attempts = 1",
      [keys],
    );
    return found.rowCount;
  };
  await expect.poll(delivered, { timeout: 15_000 }).toBe(count);
  for (const key of keys) expect(arrivals(world.kernel, key)).toHaveLength(1);
}

function spawnDispatcher(databaseUrl: string): ChildProcess {
  const script = fileURLToPath(new URL("./dispatcher-process.ts", import.meta.url));
  return spawn(process.execPath, ["--import", "tsx", script, databaseUrl, String(TIMEOUT_MS)], { stdio: "inherit" });
}
