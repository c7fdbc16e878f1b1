import { readdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { migrationsFolder } from "./folder";

/** Of the migrations of this version those that the database does not have, by what the app's role may read. */
export async function missingMigrations(applied: readonly string[]): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const known = new Set(applied);
  return entries.filter((entry) => entry.isDirectory() && !known.has(entry.name)).map(({ name }) => name);
}

/** Looks once a second, and through a database that is not there yet. @returns what is missing after so long */
export async function awaitMigrations(url: string, patienceMs: number): Promise<string[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const missing = await missingMigrations(await appliedIn(url).catch(() => []));
    if (missing.length === 0 || performance.now() > until) return missing;
    await pause(1_000);
  }
}

async function appliedIn(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end().catch(() => undefined);
  }
}
