import { Pool } from "pg";

/** The owner's pool. UTC, because the tables carry timestamps without a zone. */
export function connect(databaseUrl: string, connections = 24): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connections,
    options: "-c TimeZone=UTC",
    application_name: "identity-provider",
  });
  // Without a listener an idle connection that the server closes would end the process.
  pool.on("error", (error) => console.error(`sandbox: identity provider's database: ${error.message}`));
  return pool;
}
