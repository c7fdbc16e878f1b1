import { readFile } from "node:fs/promises";
import type { ClientBase, Pool } from "pg";
import { CUSTOMERS, RING, UNKNOWN_TO_IDENTITY_PROVIDER } from "../../clerk/seed/customers";
import { uidOf } from "../../relying-parties/relying-party";
import { ROSTER } from "../../relying-parties/roster";
import { inTransaction, readAnchor, settle } from "../database/transaction";
import { holdOutbox } from "./hold-outbox";
import { HOSTILE_ROWS, OVERWRITE_DEAD_ROWS } from "./hostile-rows";
import { seedKeys } from "./keys";
import { addOutboxRows, PEOPLE, SEEDED } from "./outbox";

/** Raise it when the seed changes: databases with an older one are seeded anew. */
const SEED_VERSION = 3;
const FIRST_OUTBOX_ID = 700_001;

export type SeedOptions = {
  /** Where the relying parties listen, without a slash at the end. */
  relyingPartiesUrl: string;
};

/** Seeds once per database and seed version. A later start only follows the relying parties to their address. */
export async function seedOnce(pool: Pool, options: SeedOptions): Promise<void> {
  const marker = await pool.query<{ version: number }>("SELECT version FROM sandbox_vault.seed_marker");
  if (marker.rows[0]?.version !== SEED_VERSION) return seedAnew(pool, options);
  await moveWebhookUrls(pool, options.relyingPartiesUrl);
}

/** Empties every table and seeds again, in one transaction. The rows are always the same; their times end now. */
export async function seedAnew(pool: Pool, options: SeedOptions): Promise<void> {
  await inTransaction(pool, async (client) => {
    await holdOutbox(client);
    await client.query(`TRUNCATE webhook_outbox_entries, identity_link_mirrors, identity_links, jwks_fetches, webhook_signing_keys,
      signing_keys, users, oauth_applications, sandbox_vault.private_keys, sandbox_vault.people, sandbox_vault.canonical_cache, sandbox_vault.seed_marker RESTART IDENTITY`);
    await client.query(`ALTER SEQUENCE webhook_outbox_entries_id_seq RESTART WITH ${FIRST_OUTBOX_ID}`);
    const anchor = await readAnchor(client);
    await seedApplications(client, options, anchor);
    await seedKeys(client, anchor);
    await runSql(client, "people.sql", [PEOPLE, JSON.stringify(customers())]);
    await runSql(client, "users.sql", [anchor]);
    // The next person gets the next number: the seeded ones brought their own.
    await client.query("SELECT setval('users_id_seq', (SELECT max(id) FROM users))");
    await runSql(client, "links.sql", [anchor]);
    await runSql(client, "ring.sql", [anchor, RING]);
    await runSql(client, "canonical-cache.sql", []);
    await runSql(client, "jwks-fetches.sql", [anchor]);
    await addOutboxRows(client, { firstRow: 1, anchor, order: SEEDED });
    await client.query(OVERWRITE_DEAD_ROWS, [JSON.stringify(HOSTILE_ROWS)]);
    await client.query("INSERT INTO sandbox_vault.seed_marker VALUES ($1, $2, $3)", [
      SEED_VERSION,
      anchor,
      SEEDED.dead + SEEDED.pending + SEEDED.delivered,
    ]);
  });
  await settle(pool);
}

/** The same people as in the customers' Clerk, but for one; everybody else is from before Clerk. */
function customers(): ({ id: string; email: string; name: string } | null)[] {
  return CUSTOMERS.map(({ id, email, firstName, lastName }, place) =>
    place + 1 === UNKNOWN_TO_IDENTITY_PROVIDER ? null : { id, email, name: `${firstName} ${lastName}` },
  );
}

async function seedApplications(client: ClientBase, { relyingPartiesUrl }: SeedOptions, anchor: string): Promise<void> {
  const applications = ROSTER.map((party) => ({
    id: party.id,
    name: party.name,
    uid: uidOf(party),
    webhook_url: webhookUrl(relyingPartiesUrl, party.slug),
    webhook_enabled: party.webhookEnabled,
    jwks_cache_seconds: party.jwksCacheSeconds,
    oncall_contact: party.oncallContact,
  }));
  await client.query(
    `INSERT INTO oauth_applications
     SELECT app.id, name, uid, webhook_url, webhook_enabled, jwks_cache_seconds, oncall_contact,
       $2::timestamp - interval '700 days' + app.id * interval '40 hours', $2::timestamp - interval '8 days'
     FROM jsonb_to_recordset($1::jsonb) AS app (id bigint, name text, uid text, webhook_url text, webhook_enabled boolean,
       jwks_cache_seconds integer, oncall_contact text)`,
    [JSON.stringify(applications), anchor],
  );
}

async function moveWebhookUrls(pool: Pool, relyingPartiesUrl: string): Promise<void> {
  for (const party of ROSTER) {
    await pool.query(
      "UPDATE oauth_applications SET webhook_url = $2, updated_at = now() WHERE id = $1 AND webhook_url <> $2",
      [party.id, webhookUrl(relyingPartiesUrl, party.slug)],
    );
  }
}

function webhookUrl(relyingPartiesUrl: string, slug: string): string {
  return `${relyingPartiesUrl}/${slug}/webhooks`;
}

async function runSql(client: ClientBase, name: string, values: unknown[]): Promise<void> {
  await client.query(await readFile(new URL(name, import.meta.url), "utf8"), values);
}
