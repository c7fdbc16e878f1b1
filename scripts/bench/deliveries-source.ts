import { readFileSync } from "node:fs";
import type { Pool } from "pg";

/** The playbook's own, to the letter. */
export const playbook = `
  SELECT oauth_application_id, COUNT(*) AS dead_count
  FROM webhook_outbox_entries
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
  GROUP BY oauth_application_id
  ORDER BY dead_count DESC`;

/** As long as these are set a session reads as if the table had no index. */
export const withoutIndexes = "-c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off";

const offered = "docs/identity-provider-indexes.sql";
/** What the search by trigrams alone is given besides, as one would who has no index of what died alike. */
const byEvent = `CREATE INDEX CONCURRENTLY bench_by_event ON webhook_outbox_entries
  (oauth_application_id, event_type, dlq_at DESC, id DESC) WHERE dlq_at IS NOT NULL AND delivered_at IS NULL`;

/** Exactly what the owner is offered, statement by statement, and the vacuum at its end. */
export async function buildIndexes(owner: Pool): Promise<void> {
  const statements = readFileSync(offered, "utf8")
    .replace(/^--.*$/gm, "")
    .split(";");
  for (const statement of [byEvent, ...statements].map((text) => text.trim()).filter(Boolean)) {
    await owner.query(statement.replace("INDEX CONCURRENTLY", "INDEX IF NOT EXISTS"));
  }
}

const [ofAlike, ofEvent] = ["index_webhook_outbox_entries_dead_alike", "bench_by_event"];

/** Lets the planner, and us, see one of the two ways to search and not the other. Building anew for each round would take minutes. */
export async function letSearchBy(owner: Pool, way: "alike" | "trigrams"): Promise<void> {
  for (const [index, seen] of [
    [ofAlike, way === "alike"],
    [ofEvent, way === "trigrams"],
  ]) {
    await owner.query("UPDATE pg_index SET indisvalid = $2 WHERE indexrelid = $1::text::regclass", [index, seen]);
  }
}

/** No page is known to be visible to all, as after a change of rows everywhere; `settle` is the vacuum that the file ends with. */
export async function staleMap(owner: Pool): Promise<void> {
  await owner.query("CREATE EXTENSION IF NOT EXISTS pg_visibility");
  await owner.query("SELECT pg_truncate_visibility_map('webhook_outbox_entries')");
}

export const settle = (owner: Pool): Promise<unknown> => owner.query("VACUUM (ANALYZE) webhook_outbox_entries");

/** Ids out of the errors of the dead, as people paste them into a search. */
export async function idsInErrors(owner: Pool, count: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT substring(last_error FROM '[0-9a-f]{8,}') AS id FROM webhook_outbox_entries
      WHERE dlq_at IS NOT NULL AND delivered_at IS NULL AND last_error ~ '[0-9a-f]{8,}'
      ORDER BY sandbox_vault.chance(id, 31) LIMIT $1`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Where a page of the dead begins: the row before it, newest first. */
export async function placeBefore(owner: Pool, offset: number): Promise<{ at: string; id: string }> {
  const { rows } = await owner.query<{ at: string; id: string }>(
    `SELECT to_char(dlq_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, id::text FROM webhook_outbox_entries
      WHERE dlq_at IS NOT NULL AND delivered_at IS NULL ORDER BY dlq_at DESC, id DESC OFFSET $1 LIMIT 1`,
    [offset - 1],
  );
  if (!rows[0]) throw new Error(`There are no ${offset} dead rows: ask for more.`);
  return rows[0];
}
