import pg from "pg";

/** A pool whose lost connections end no process, with instants as text: a JS Date would lose microseconds. */
export function openPool(connectionString: string): pg.Pool {
  const asText = (text: string): string => text;
  const types = { getTypeParser: (oid: number) => (instants.has(oid) ? asText : pg.types.getTypeParser(oid)) };
  const pool = new pg.Pool({
    connectionString,
    max: 6,
    options: "-c TimeZone=UTC",
    types: types as pg.CustomTypesConfig,
  });
  pool.on("error", () => undefined);
  return pool;
}

const instants = new Set<number>([pg.types.builtins.TIMESTAMP, pg.types.builtins.TIMESTAMPTZ]);

/** The same server and role, another database. */
export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** A lock that is held: `query` works inside its transaction, `release` commits it, once. */
export type Hold = { query(sql: string, values?: unknown[]): Promise<unknown>; release(): Promise<void> };

export async function hold(pool: pg.Pool, sql: string, values: unknown[] = []): Promise<Hold> {
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query(sql, values);
  let released = false;
  return {
    query: (statement, given) => client.query(statement, given),
    async release() {
      if (released) return;
      released = true;
      await client.query("COMMIT");
      client.release();
    },
  };
}

/** Whether a session of the product waits for a lock in this database. */
export async function isWaiting(pool: pg.Pool, application: string): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock') AS waiting`,
    [application],
  );
  return rows[0]?.waiting === true;
}
