import { readFile } from "node:fs/promises";
import type { Pool } from "pg";
import { inTransaction } from "./transaction";

export type Preparation = {
  /** False leaves the recommended indexes out, as an owner who has not taken them over. */
  deadIndexes?: boolean;
};

/** Any number that everybody who prepares agrees on. */
const PREPARING = 410_300;

/** Brings an empty or older database to the identity provider's schema, roles and grants. Safe to repeat, also at once. */
export async function prepareDatabase(pool: Pool, { deadIndexes = true }: Preparation = {}): Promise<void> {
  const names = ["schema.sql", "vault.sql", "roles.sql", ...(deadIndexes ? ["dead-indexes.sql"] : [])];
  const scripts = await Promise.all(names.map((name) => readFile(new URL(name, import.meta.url), "utf8")));
  await inTransaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [PREPARING]);
    for (const script of scripts) await client.query(script);
  });
}
