import { Pool, type QueryResultRow } from "pg";
import { world } from "./world";

// Both see everything and may change anything: what no part of the product may do, a test can.
const urls = { console: () => world().consoleOwnerUrl, identityProvider: () => world().idpOwnerUrl };
type Database = keyof typeof urls;

const pools = new Map<Database, Pool>();

function pool(database: Database): Pool {
  const open = pools.get(database) ?? new Pool({ connectionString: urls[database](), max: 2, allowExitOnIdle: true });
  pools.set(database, open);
  return open;
}

/** Rows of the console's own database. */
export async function consoleRows<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool("console").query<Row>(sql, values)).rows;
}

/** Rows of the identity provider's database. */
export async function idpRows<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool("identityProvider").query<Row>(sql, values)).rows;
}
