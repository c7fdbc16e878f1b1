import type { Pool } from "pg";

const ROLES = ["sallyport_read", "sallyport_operate"];

/** For the console the database is down: its connections end and new ones are refused. The owner keeps working. */
export async function shutOutConsole(pool: Pool): Promise<void> {
  await pool.query(forThisDatabase("REVOKE CONNECT ON DATABASE %I FROM %s"));
  await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY($1)`,
    [ROLES],
  );
}

export async function letConsoleIn(pool: Pool): Promise<void> {
  await pool.query(forThisDatabase("GRANT CONNECT ON DATABASE %I TO %s"));
}

/** Names cannot be parameters of a GRANT. */
function forThisDatabase(statement: string): string {
  return `DO $$ BEGIN EXECUTE format('${statement}', current_database(), '${ROLES.join(", ")}'); END $$`;
}
