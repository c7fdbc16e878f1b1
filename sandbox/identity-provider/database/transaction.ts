import type { ClientBase, Pool, PoolClient } from "pg";

/** Runs work in one transaction, with memory enough to sort a whole seed. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL work_mem = '64MB'");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** The database's time in whole seconds. Text, because a JavaScript date would be read in the wrong zone. */
export async function readAnchor(client: ClientBase | Pool): Promise<string> {
  const { rows } = await client.query<{ anchor: string }>(
    "SELECT date_trunc('second', now())::timestamp::text AS anchor",
  );
  return rows[0]?.anchor ?? "";
}

/** After many new rows: index-only scans trust nothing that no vacuum has seen. */
export async function settle(pool: Pool): Promise<void> {
  await pool.query("VACUUM (ANALYZE) webhook_outbox_entries");
}
