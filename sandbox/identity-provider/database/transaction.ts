import type { ClientBase, Pool, PoolClient } from "pg";

/** Runs work in one transaction, with memory enough to sort a whole seed. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breaks = (error: Error) => void (broken = error);
  // Who loses the connection is told by the statement that fails; without a listener it would end the process, too.
  client.on("error", breaks);
  try {
    await client.query("BEGIN; SET LOCAL work_mem = '64MB'");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(breaks);
    throw error;
  } finally {
    client.off("error", breaks);
    client.release(broken);
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
