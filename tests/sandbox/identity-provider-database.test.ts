import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../sandbox/identity-provider/database/prepare";
import { createTestDatabase, type TestDatabase } from "./identity-provider-harness";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await prepareDatabase(database.owner);
  await database.owner.query(`
    INSERT INTO oauth_applications (id, name, uid, created_at, updated_at) VALUES (1, 'EB', 'uid-1', now(), now());
    INSERT INTO webhook_outbox_entries (id, oauth_application_id, event_type, idempotency_key, payload, enqueued_at, created_at, updated_at)
    VALUES (1, 1, 'user.updated', 'key-1', '{}', now(), now(), now())`);
});

afterAll(() => database.drop());

const CONTRACT = {
  oauth_applications: "id name uid webhook_url webhook_enabled jwks_cache_seconds oncall_contact created_at updated_at",
  users: "id clerk_id email canonical_user_id created_at updated_at",
  identity_links: "id source_user_id canonical_user_id state created_at updated_at",
  identity_link_mirrors: "id identity_link_id oauth_application_id sent_at acknowledged_at",
  webhook_signing_keys:
    "id oauth_application_id kid algorithm public_jwk state published_at activated_at grace_until retired_at compromised_at created_at updated_at",
  signing_keys: "id kid algorithm public_jwk state published_at activated_at retired_at",
  webhook_outbox_entries:
    "id oauth_application_id event_type subject idempotency_key payload signing_kid attempts last_status last_error enqueued_at next_retry_at delivered_at dlq_at created_at updated_at",
  jwks_fetches: "id oauth_application_id kid_set fetched_at user_agent",
};

test.each(Object.entries(CONTRACT))("%s has exactly the contract's columns", async (table, columns) => {
  const { rows } = await database.owner.query<{ names: string }>(
    "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) AS names FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1",
    [table],
  );
  expect(rows[0]?.names).toBe(columns);
});

test("there are no other tables, every instant is timestamp(6) without zone, every id a bigint", async () => {
  const { rows: tables } = await database.owner.query<{ table_name: string }>(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  expect(tables.map((row) => row.table_name)).toEqual(Object.keys(CONTRACT).toSorted());
  const { rows: odd } = await database.owner.query(
    `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND (
       (column_name LIKE '%\\_at' AND (data_type <> 'timestamp without time zone' OR datetime_precision <> 6))
       OR ((column_name = 'id' OR column_name LIKE '%\\_id') AND column_name <> 'clerk_id' AND data_type <> 'bigint'))`,
  );
  expect(odd).toEqual([]);
});

test("preparing twice, or four times at once, changes nothing", async () => {
  await Promise.all(Array.from({ length: 4 }, () => prepareDatabase(database.owner)));
  const { rows } = await database.owner.query("SELECT count(*)::int AS entries FROM webhook_outbox_entries");
  expect(rows).toEqual([{ entries: 1 }]);
});

test("the recommended indexes can be left out", async () => {
  const without = await createTestDatabase();
  try {
    await prepareDatabase(without.owner, { deadIndexes: false });
    expect(await deadIndexes(without)).toEqual([]);
    await prepareDatabase(without.owner);
    const there = (await deadIndexes(without)).map((index) => index.replace(/, COALESCE.*, dlq_at/, ", …, dlq_at"));
    expect(there.map((index) => index.replace(/ WHERE .*/, ""))).toEqual([
      "(dlq_at DESC, id DESC)",
      "(idempotency_key)",
      "(last_error gin_trgm_ops)",
      "(oauth_application_id)",
      "(oauth_application_id, dlq_at DESC, id DESC)",
      "(oauth_application_id, event_type, …, dlq_at DESC, id DESC)",
      "(subject)",
    ]);
  } finally {
    await without.drop();
  }
});

test("both roles read every table, and nothing of the vault", async () => {
  for (const role of ["sallyport_read", "sallyport_operate"] as const) {
    const pool = database.as(role);
    for (const table of Object.keys(CONTRACT)) await pool.query(`SELECT * FROM ${table} LIMIT 1`);
    await expect(pool.query("SELECT * FROM sandbox_vault.private_keys")).rejects.toThrow(/permission denied/);
    await expect(pool.query("SELECT sandbox_vault.chance(1, 1)")).rejects.toThrow(/permission denied/);
  }
});

test("sallyport_operate holds UPDATE on exactly the columns of the contract", async () => {
  const { rows } = await database.owner.query<{ role: string; granted: string }>(
    `SELECT grantee AS role, string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name, column_name) AS granted
     FROM information_schema.column_privileges
     WHERE grantee LIKE 'sallyport\\_%' AND grantee <> 'sallyport_owner' AND privilege_type <> 'SELECT' GROUP BY grantee`,
  );
  const outbox = "attempts delivered_at dlq_at enqueued_at last_error last_status next_retry_at updated_at";
  expect(rows).toEqual([
    {
      role: "sallyport_operate",
      granted: [
        "oauth_applications.updated_at",
        "oauth_applications.webhook_enabled",
        ...outbox.split(" ").map((column) => `webhook_outbox_entries.${column}`),
      ].join(" "),
    },
  ]);
});

test.each([
  "UPDATE webhook_outbox_entries SET payload = '{}'",
  "UPDATE webhook_outbox_entries SET idempotency_key = 'other'",
  "UPDATE oauth_applications SET webhook_url = 'http://evil.example'",
  "DELETE FROM webhook_outbox_entries",
  "INSERT INTO webhook_outbox_entries SELECT * FROM webhook_outbox_entries",
  "TRUNCATE webhook_outbox_entries",
  "UPDATE webhook_signing_keys SET state = 'retired'",
  "CREATE TABLE mine (id int)",
  "CREATE TEMP TABLE mine (id int)",
])("sallyport_operate may not: %s", async (statement) => {
  await expect(database.as("sallyport_operate").query(statement)).rejects.toThrow(/permission denied/);
});

test("sallyport_operate may retry and switch off; sallyport_read may neither", async () => {
  const acts = [
    "UPDATE webhook_outbox_entries SET attempts = 0, updated_at = now() WHERE id = 1",
    "UPDATE oauth_applications SET webhook_enabled = false, updated_at = now() WHERE id = 1",
  ];
  for (const act of acts) {
    expect((await database.as("sallyport_operate").query(act)).rowCount).toBe(1);
    await expect(database.as("sallyport_read").query(act)).rejects.toThrow(/permission denied/);
  }
});

async function deadIndexes({ owner }: TestDatabase): Promise<string[]> {
  const { rows } = await owner.query<{ definition: string }>(
    "SELECT substring(indexdef FROM 'USING [a-z]+ (.*)$') AS definition FROM pg_indexes WHERE indexname LIKE '%entries_dead%' ORDER BY 1",
  );
  return rows.map((row) => row.definition);
}
