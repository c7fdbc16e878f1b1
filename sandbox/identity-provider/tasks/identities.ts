import { requireId, type Task } from "./task";
import { lockApplication } from "./webhook-keys";

/** Relying parties hear of every confirmed link that they have not acknowledged. A second run finds nothing to do. */
const backfill: Task = {
  usage: "webhooks:backfill_existing_links_to_rp[app_id]",
  arity: [1, 1],
  async run(client, { values: [appId] }) {
    const { id } = await lockApplication(client, appId);
    const { rowCount } = await client.query(
      `INSERT INTO identity_link_mirrors AS mirror (identity_link_id, oauth_application_id, sent_at, acknowledged_at)
       SELECT id, $1, now(), now() FROM identity_links WHERE state = 'confirmed' ORDER BY id
       ON CONFLICT (oauth_application_id, identity_link_id) DO UPDATE SET acknowledged_at = now()
       WHERE mirror.acknowledged_at IS NULL`,
      [id],
    );
    return [`mirrored ${rowCount} links`];
  },
};

const purge: Task = {
  usage: "identity:purge_canonical[user_id]",
  arity: [1, 1],
  async run(client, { values: [given] }) {
    const id = requireId(given, "User");
    const { rowCount } = await client.query("DELETE FROM sandbox_vault.canonical_cache WHERE user_id = $1", [id]);
    return [`purged ${rowCount} entries of user ${id}`];
  },
};

const purgeAll: Task = {
  usage: "identity:purge_canonical_all",
  arity: [0, 0],
  async run(client) {
    const { rowCount } = await client.query("DELETE FROM sandbox_vault.canonical_cache");
    return [`purged ${rowCount} entries`];
  },
};

/** Prints what the cache holds of exactly one person, whatever the tables say. */
const show: Task = {
  usage: "identity:show_canonical[user_id]",
  arity: [1, 1],
  async run(client, { values: [given] }) {
    const id = requireId(given, "User");
    const { rows } = await client.query<{ key: string; canonical: string }>(
      `SELECT key, canonical_user_id::text AS canonical FROM sandbox_vault.canonical_cache WHERE user_id = $1 ORDER BY key`,
      [id],
    );
    return rows.length === 0 ? [`no entry of user ${id}`] : rows.map(({ key, canonical }) => `${key} => ${canonical}`);
  },
};

export const IDENTITY_TASKS: Task[] = [backfill, purge, purgeAll, show];
