import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { relyingParty } from "../../sandbox/relying-parties/roster";
import { stopwatch } from "../support/stopwatch";
import { findDead, nextArrival, readRow, retry } from "./identity-provider-harness";
import { type ScenarioWorld, startScenarioWorld } from "./scenario-harness";

const DEAD = "dlq_at IS NOT NULL AND delivered_at IS NULL";

let world: ScenarioWorld;
let scenarios: ScenarioWorld["kernel"]["scenarios"];

beforeAll(async () => {
  world = await startScenarioWorld();
  scenarios = world.kernel.scenarios;
});

afterEach(() => scenarios.start("healthy"));
afterAll(() => world.close());

test("at its usual pace the dispatcher takes up a retried row within two seconds", async () => {
  const dead = await findDead(world.database.owner, "eb");
  const arrival = nextArrival(world.kernel, dead.idempotency_key);
  const tookMs = stopwatch();
  await retry(world.database.owner, dead);
  await arrival;
  expect(tookMs()).toBeLessThan(2_000);
  // It is written down a moment later, and the next test wants peace.
  await expect.poll(async () => (await readRow(world.database.owner, dead.id)).state).toBe("delivered");
});

test("every scenario starts twice, stops twice, and leaves everything exactly as it was", async () => {
  const before = await everything();
  for (const { name } of scenarios.list()) {
    for (const act of [scenarios.start, scenarios.start, scenarios.stop, scenarios.stop]) await act(name);
    expect({ name, ...(await everything()) }).toEqual({ name, ...before });
  }
});

test("a scenario that cannot start leaves nothing behind, and starts when it can", async () => {
  const before = await everything();
  await scenarios.start("jwks-outage");
  await expect(scenarios.start("kid-mismatch")).rejects.toThrow("the JWKS answered 503");
  await scenarios.stop("jwks-outage");
  expect(await everything()).toEqual(before);
  await scenarios.start("kid-mismatch");
  expect(scenarios.list().filter(({ running }) => running)).toMatchObject([{ name: "kid-mismatch" }]);
});

test("relying-party-outage: one relying party answers 500, the others go on, and it recovers", async () => {
  const { id } = relyingParty("podo-games");
  await scenarios.start("relying-party-outage");
  await expect
    .poll(() => count(`oauth_application_id = ${id} AND last_status = 500 AND attempts >= 1`), { timeout: 15_000 })
    .toBeGreaterThanOrEqual(40);
  expect(await outcomeOf("eb")).toMatchObject({ state: "delivered" });
  await scenarios.stop("relying-party-outage");
  expect(await count(`oauth_application_id = ${id} AND last_status = 500`)).toBe(0);
  expect(await outcomeOf("podo-games")).toMatchObject({ state: "delivered" });
});

test("webhook-backlog: rows die at once and others pile up at many relying parties", async () => {
  const before = await count(DEAD);
  await scenarios.start("webhook-backlog");
  expect(await count(DEAD)).toBeGreaterThanOrEqual(before + 360);
  const failing =
    "delivered_at IS NULL AND dlq_at IS NULL AND last_status = 503 AND attempts = 1 AND enqueued_at > now() - interval '1 minute'";
  await expect.poll(() => count(failing), { timeout: 15_000 }).toBeGreaterThan(500);
});

test("identity-database-down: the console's connections end and new ones are refused, until it stops", async () => {
  const read = world.database.as("sallyport_read");
  const held = await read.connect();
  // It may hear of it twice: that it was told to go, and that the line is dead.
  const ended = new Promise((resolve) => held.on("error", resolve));
  await scenarios.start("identity-database-down");
  await ended;
  held.release(true);
  await expect(read.query("SELECT 1")).rejects.toThrow(/permission denied for database/);
  await scenarios.stop("identity-database-down");
  expect((await read.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("idempotency-conflicts: fresh rows die with a 409 that echoes their key", async () => {
  const { id } = relyingParty("baram-pay");
  await scenarios.start("idempotency-conflicts");
  const conflicts = `oauth_application_id = ${id} AND ${DEAD} AND last_status = 409 AND enqueued_at > now() - interval '30 seconds'
    AND strpos(last_error, idempotency_key) > 0 AND attempts = 1`;
  await expect.poll(() => count(conflicts), { timeout: 15_000 }).toBeGreaterThanOrEqual(60);
});

test("kid-mismatch: the kid is published and active, yet the relying party answers 401 until it fetches again", async () => {
  const { id } = relyingParty("norae");
  await scenarios.start("kid-mismatch");
  const { rows } = await world.database.owner.query<{ kid: string }>(
    "SELECT kid FROM webhook_signing_keys WHERE oauth_application_id = $1 AND state = 'active'",
    [id],
  );
  const kid = rows[0]?.kid ?? "";
  const jwks = await (await fetch(`${world.addresses.identityProvider}/.well-known/jwks.json`)).text();
  expect(jwks).toContain(`"${kid}"`);
  await expect
    .poll(
      () =>
        count(
          `oauth_application_id = ${id} AND ${DEAD} AND last_status = 401 AND last_error LIKE '%unknown kid%${kid}%'`,
        ),
      { timeout: 15_000 },
    )
    .toBeGreaterThanOrEqual(30);

  await scenarios.stop("kid-mismatch");
  expect(await outcomeOf("norae")).toMatchObject({ state: "delivered" });
});

test("kid-mismatch: the relying party trusts its copy, whatever it was told before, until it is told to ask again", async () => {
  const { relyingParties, identityProvider } = world;
  const { id, slug } = relyingParty("norae");
  const takeBack = relyingParties.keepKeys(slug, { cacheSeconds: 0, refetches: "on-unknown-kid" });
  const sent: string[] = [];
  const answerToNext = async (): Promise<unknown> => {
    const [key = ""] = await identityProvider.enqueue({ applicationId: id, rows: 1 });
    sent.push(key);
    const status = async () =>
      (
        await world.database.owner.query(`SELECT last_status FROM webhook_outbox_entries WHERE idempotency_key = $1`, [
          key,
        ])
      ).rows[0].last_status;
    await expect.poll(status, { timeout: 15_000 }).not.toBeNull();
    return status();
  };
  const fetches = async (): Promise<number> =>
    (await world.database.owner.query("SELECT 1 FROM jwks_fetches WHERE oauth_application_id = $1", [id])).rows.length;

  await scenarios.start("kid-mismatch");
  const before = await fetches();
  expect([await answerToNext(), await fetches()]).toEqual([401, before]);
  const untilHere = relyingParties.keepKeys(slug, { refetches: "on-unknown-kid" });
  expect([await answerToNext(), await fetches()]).toEqual([200, before + 1]);
  untilHere();
  await scenarios.stop("kid-mismatch");
  takeBack();
  await identityProvider.removeEvents(sent);
});

test("a reset brings the seed back while nothing is under way", async () => {
  await world.identityProvider.generateOutbox({ rows: 100, dead: 100 });
  await world.identityProvider.reset();
  expect(await count("true")).toBe(50_000);
  expect(await count(DEAD)).toBe(5_000);
  expect(await outcomeOf("eb")).toMatchObject({ state: "delivered" });
});

/** What a scenario might have changed, wherever it is kept. */
async function everything() {
  const { rows } = await world.database.owner.query(`SELECT
    (SELECT md5(string_agg(concat_ws(' ', id, attempts, last_status, updated_at, delivered_at, dlq_at), ',' ORDER BY id))
       FROM webhook_outbox_entries) AS outbox,
    (SELECT md5(string_agg(key::text, ',' ORDER BY id)) FROM webhook_signing_keys key) AS webhook_keys,
    (SELECT md5(string_agg(key::text, ',' ORDER BY kid)) FROM sandbox_vault.private_keys key) AS private_keys,
    (SELECT md5(string_agg(person::text, ',' ORDER BY id)) FROM users person) AS users,
    (SELECT count(*) FROM identity_links) AS links,
    (SELECT count(*) FROM identity_link_mirrors) AS mirrors,
    (SELECT has_database_privilege('sallyport_read', current_database(), 'CONNECT')) AS console_may_read`);
  const { store, secretKeys } = world.clerkManaged.instance;
  return {
    database: rows[0],
    clerk: structuredClone([[...store.users.values()], [...store.sessions.values()], secretKeys.good()]),
    host: structuredClone(world.render.platform.services()),
    incidents: world.clerkStatus.page.incidents().length,
    faults: world.kernel.faults.all(),
  };
}

async function outcomeOf(slug: string) {
  const dead = await findDead(world.database.owner, slug);
  await retry(world.database.owner, dead);
  await expect.poll(async () => (await readRow(world.database.owner, dead.id)).attempts, { timeout: 15_000 }).toBe(1);
  return readRow(world.database.owner, dead.id);
}

async function count(condition: string): Promise<number> {
  const { rows } = await world.database.owner.query<{ count: string }>(
    `SELECT count(*) FROM webhook_outbox_entries WHERE ${condition}`,
  );
  return Number(rows[0]?.count);
}
