import type { Pool } from "pg";
import { inTransaction } from "./transaction";

/** Rows of one table that belong together. */
export type Keeping = { table: Table; where: string; values: unknown[] };

type Table = "users" | "webhook_signing_keys" | "sandbox_vault.private_keys" | "sandbox_vault.canonical_cache";

/**
 * Remembers rows as they are now.
 * @returns a function that makes the table hold exactly these again, among those that the condition means
 */
export async function keepRows(pool: Pool, { table, where, values }: Keeping): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ kept: string | null }>(
    `SELECT jsonb_agg(to_jsonb(each))::text AS kept FROM ${table} AS each WHERE ${where}`,
    values,
  );
  const kept = rows[0]?.kept ?? "[]";
  return () =>
    inTransaction(pool, async (client) => {
      await client.query(`DELETE FROM ${table} WHERE ${where}`, values);
      await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [kept]);
    });
}
