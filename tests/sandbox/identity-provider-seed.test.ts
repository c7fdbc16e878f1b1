import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../sandbox/identity-provider/database/connect";
import { prepareDatabase } from "../../sandbox/identity-provider/database/prepare";
import { enqueueEvents, generateOutbox } from "../../sandbox/identity-provider/seed/generate";
import { HOSTILE_ROWS } from "../../sandbox/identity-provider/seed/hostile-rows";
import { seedAnew, seedOnce } from "../../sandbox/identity-provider/seed/seed";
import { ROSTER, relyingParty } from "../../sandbox/relying-parties/roster";
import { createTestDatabase, type TestDatabase } from "./identity-provider-harness";

const ADDRESS = { relyingPartiesUrl: "http://127.0.0.1:4104" };
const DEAD = "dlq_at IS NOT NULL AND delivered_at IS NULL";

let database: TestDatabase;
let pool: ReturnType<typeof connect>;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = connect(database.url, 4);
  await prepareDatabase(pool);
  await seedOnce(pool, ADDRESS);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

test("there are 50,000 rows, 5,000 of them dead, spread over twelve relying parties as the roster says", async () => {
  const { rows } = await pool.query(
    `SELECT oauth_application_id::text AS id, count(*) FILTER (WHERE delivered_at IS NOT NULL)::int AS delivered,
       count(*) FILTER (WHERE delivered_at IS NULL AND dlq_at IS NULL)::int AS pending, count(*) FILTER (WHERE ${DEAD})::int AS dead
     FROM webhook_outbox_entries GROUP BY oauth_application_id ORDER BY oauth_application_id`,
  );
  expect(rows).toEqual(ROSTER.map(({ id, rows: counts }) => ({ id, ...counts })));
  expect(await count("true")).toBe(50_000);
  expect(await count(DEAD)).toBe(5_000);
});

test("nothing is due: what waits belongs to a relying party that is switched off, or has its next attempt ahead", async () => {
  const off = ROSTER.filter((party) => !party.webhookEnabled).map((party) => party.id);
  expect(off).toEqual(["41", "120"]);
  const due = `delivered_at IS NULL AND dlq_at IS NULL AND (next_retry_at IS NULL OR next_retry_at < now() + interval '1 hour')`;
  expect(await count(`${due} AND oauth_application_id <> ALL('{${off.join(",")}}')`)).toBe(0);
  expect(await count("delivered_at IS NULL AND dlq_at IS NULL")).toBe(40);
});

test("every instant is in order and none lies ahead", async () => {
  const { rows: anchors } = await pool.query("SELECT anchored_at <= now() AS fine FROM sandbox_vault.seed_marker");
  expect(anchors).toEqual([{ fine: true }]);
  expect(await count("enqueued_at > now() OR dlq_at > now() OR delivered_at > now() OR updated_at > now()")).toBe(0);
  expect(await count("coalesce(dlq_at, delivered_at) < enqueued_at OR updated_at < enqueued_at")).toBe(0);
  expect(await count(`${DEAD} AND dlq_at < now() - interval '73 hours'`)).toBe(0);
});

test("dead rows are densest in the most recent hours", async () => {
  const lastHours = await count(`${DEAD} AND dlq_at > now() - interval '12 hours'`);
  const secondDay = await count(
    `${DEAD} AND dlq_at BETWEEN now() - interval '60 hours' AND now() - interval '48 hours'`,
  );
  expect(lastHours).toBeGreaterThan(secondDay * 5);
});

test("every dead row of EB comes from an outage that is over, and nothing arrived while it lasted", async () => {
  const { id, died } = relyingParty("eb");
  const ebDead = `oauth_application_id = ${id} AND ${DEAD}`;
  expect(await count(`${ebDead} AND (last_status IS NULL OR last_status IN (502, 503)) AND attempts = 8`)).toBe(1_350);
  const outage = `now() - interval '${died.fromHours} hours' AND now() - interval '${died.toHours + 0.1} hours'`;
  expect(await count(`oauth_application_id = ${id} AND delivered_at BETWEEN ${outage}`)).toBe(0);
});

test("seeding again gives the same rows to the byte, times aside", async () => {
  const before = await digest();
  await seedAnew(pool, ADDRESS);
  expect(await digest()).toEqual(before);
});

test("a later start leaves the rows alone and follows the relying parties to their address", async () => {
  await pool.query("UPDATE oauth_applications SET webhook_enabled = false WHERE id = 12");
  await seedOnce(pool, { relyingPartiesUrl: "http://127.0.0.1:5104" });
  const { rows } = await pool.query(
    "SELECT webhook_url, webhook_enabled FROM oauth_applications WHERE id IN (12, 17) ORDER BY id",
  );
  expect(rows).toEqual([
    { webhook_url: "http://127.0.0.1:5104/eb/webhooks", webhook_enabled: false },
    { webhook_url: "http://127.0.0.1:5104/norae/webhooks", webhook_enabled: true },
  ]);
  await seedAnew(pool, ADDRESS);
});

test("one customer of Clerk is missing, and three were merged in a ring long ago", async () => {
  const { rows } = await pool.query(`SELECT id::text, clerk_id IS NULL AS alone, canonical_user_id::text AS canonical
    FROM users WHERE id IN (35, 36, 41, 42, 43) ORDER BY id`);
  expect(rows).toEqual([
    { id: "35", alone: false, canonical: null },
    { id: "36", alone: true, canonical: null },
    { id: "41", alone: false, canonical: "42" },
    { id: "42", alone: false, canonical: "43" },
    { id: "43", alone: false, canonical: "41" },
  ]);
  const { rows: links } = await pool.query(`SELECT source_user_id::text AS "from", canonical_user_id::text AS "to"
    FROM identity_links WHERE state = 'confirmed' AND created_at < now() - interval '30 days' AND source_user_id IN (41, 42, 43)
    ORDER BY source_user_id`);
  expect(links).toEqual([
    { from: "41", to: "42" },
    { from: "42", to: "43" },
    { from: "43", to: "41" },
  ]);
});

test("each trap lies in a dead row of its own", async () => {
  expect(await count(`${DEAD} AND payload::text LIKE '%<script>window.owned%'`)).toBe(1);
  expect(await count(`${DEAD} AND octet_length(payload::text) > 200000`)).toBe(1);
  expect(await count(`${DEAD} AND payload::text LIKE '%12345678901234567890%'`)).toBe(1);
  expect(await count(`${DEAD} AND payload -> 'data' ? '__proto__'`)).toBe(1);
  expect(await count(`${DEAD} AND last_error LIKE '%' || chr(27) || '%'`)).toBe(1);
  expect(await count(`${DEAD} AND id IN (9007199254740992, 9007199254740993)`)).toBe(2);
  // A payload without an id is nobody's but a trap's.
  expect(await count(`${DEAD} AND NOT payload ? 'id'`)).toBe(HOSTILE_ROWS.length);
  expect(await count("NOT payload ? 'id'")).toBe(HOSTILE_ROWS.length);
});

test("every relying party has exactly one active webhook key, and its private half is in the vault", async () => {
  const { rows } = await pool.query<{ active: number; kept: number }>(
    `SELECT count(*)::int AS active, count(private_keys.kid)::int AS kept FROM webhook_signing_keys
     LEFT JOIN sandbox_vault.private_keys USING (kid) WHERE state = 'active'`,
  );
  expect(rows).toEqual([{ active: ROSTER.length, kept: ROSTER.length }]);
});

test("generated rows are added in the number asked for, with keys and subjects as the seeded ones", async () => {
  const told = await generateOutbox(pool, { rows: 3_000, dead: 1_000 });
  expect(told).toMatchObject({ rows: 3_000, dead: 1_000, outbox: { rows: 53_000, dead: 6_000 } });
  await generateOutbox(pool, { rows: 10, dead: 0 });
  expect(await count("true")).toBe(53_010);
  expect(await count(DEAD)).toBe(6_000);
  await expect(generateOutbox(pool, { rows: 1, dead: 2 })).rejects.toThrow(RangeError);
});

test("history in many chunks is spread like history in one: over all relying parties, failures, events and ages", async () => {
  const spread = () =>
    pool.query(`SELECT count(DISTINCT oauth_application_id)::int AS parties, count(DISTINCT event_type)::int AS events,
      count(DISTINCT last_status) FILTER (WHERE ${DEAD})::int AS answers, bool_and(enqueued_at <= now()) AS past
      FROM webhook_outbox_entries WHERE id > ${last}`);
  const last = (
    await pool.query<{ last: string }>("SELECT max(id) AS last FROM webhook_outbox_entries WHERE id < 9e15")
  ).rows[0]?.last;
  const before = { rows: await count("true"), dead: await count(DEAD) };
  await generateOutbox(pool, { rows: 2_501, dead: 500 }, 400);
  expect([await count("true"), await count(DEAD)]).toEqual([before.rows + 2_501, before.dead + 500]);
  expect((await spread()).rows).toEqual([
    { parties: ROSTER.length, events: 7, answers: expect.any(Number), past: true },
  ]);
});

test("a reset in the middle ends the adding: nothing of it comes after the reset", async () => {
  const adding = generateOutbox(pool, { rows: 20_000, dead: 0 }, 100);
  const failed = expect(adding).rejects.toThrow("reset meanwhile");
  await expect.poll(() => count("true"), { timeout: 20_000 }).toBeGreaterThan(55_511);
  await seedAnew(pool, ADDRESS);
  await failed;
  expect(await count("true")).toBe(50_000);
});

test("enqueued events are due at once, later, or dead, and come with their keys", async () => {
  const applicationId = relyingParty("gaon-energy").id;
  const before = await count(`oauth_application_id = ${applicationId} AND ${DEAD}`);
  const keys = await enqueueEvents(pool, { applicationId, rows: 5 });
  expect(new Set(keys).size).toBe(5);
  await enqueueEvents(pool, { applicationId, rows: 7, dueInSeconds: 60 });
  await enqueueEvents(pool, { applicationId, rows: 9, dead: true });
  expect(await count(`idempotency_key = ANY('{${keys.join(",")}}') AND next_retry_at IS NULL AND attempts = 0`)).toBe(
    5,
  );
  expect(
    await count(
      `oauth_application_id = ${applicationId} AND next_retry_at BETWEEN now() AND now() + interval '1 minute'`,
    ),
  ).toBe(7);
  expect(await count(`oauth_application_id = ${applicationId} AND ${DEAD}`)).toBe(before + 9);
});

async function count(condition: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `SELECT count(*) FROM webhook_outbox_entries WHERE ${condition}`,
  );
  return Number(rows[0]?.count);
}

/** Of everything but times, and of the times' distance from the moment of seeding. */
async function digest(): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT (SELECT md5(string_agg(concat_ws('|', id, oauth_application_id, event_type, subject, idempotency_key,
         (payload - 'occurred_at')::text, signing_kid, attempts, last_status, last_error, enqueued_at - anchored_at,
         next_retry_at - anchored_at, delivered_at - anchored_at, dlq_at - anchored_at, updated_at - anchored_at), '' ORDER BY id))
         FROM webhook_outbox_entries, sandbox_vault.seed_marker) AS outbox,
       (SELECT md5(string_agg(users::text, '' ORDER BY id)) FROM (SELECT id, clerk_id, email, canonical_user_id FROM users) AS users) AS users,
       (SELECT md5(string_agg(concat_ws('|', kid, public_jwk, state), '' ORDER BY kid)) FROM webhook_signing_keys) AS keys,
       (SELECT md5(string_agg(concat_ws('|', kid, private_jwk), '' ORDER BY kid)) FROM sandbox_vault.private_keys) AS vault,
       (SELECT md5(string_agg(concat_ws('|', source_user_id, canonical_user_id, state), '' ORDER BY id)) FROM identity_links) AS links,
       (SELECT count(*) FROM identity_link_mirrors) AS mirrors, (SELECT count(*) FROM jwks_fetches) AS fetches`,
  );
  return rows[0];
}
