import type { SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { listMigrations, nothingFiltered, readSchema } from "./folder";
import { withSchemaEngine } from "./schema-engine";

/** The SQL that would turn the migrations' result into the schema; empty when they agree. Replayed in a throw-away database. */
export async function missingMigration(ownerUrl: string): Promise<string> {
  const schema = await readSchema();
  const migrationsList = await listMigrations();
  return inThrowAwayDatabase(ownerUrl, (url) =>
    withSchemaEngine(url, async (engine) => {
      await engine.applyMigrations({ migrationsList, filters: nothingFiltered });
      return sqlTowards(schema, engine);
    }),
  );
}

async function sqlTowards(schema: SchemasContainer, engine: SchemaEngine): Promise<string> {
  // "schemaDatasource" is how the engine names the live database behind its adapter; a URL is refused in the WASM build.
  const from = { tag: "schemaDatasource" as const, files: schema.files, configDir: import.meta.dirname };
  const to = { tag: "schemaDatamodel" as const, files: schema.files };
  const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters: nothingFiltered });
  return exitCode === 0 ? "" : (stdout ?? "");
}

async function inThrowAwayDatabase<T>(ownerUrl: string, use: (url: string) => Promise<T>): Promise<T> {
  const name = `sallyport_throw_away_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  await onServer(ownerUrl, `CREATE DATABASE ${name}`);
  try {
    return await use(url.href);
  } finally {
    await onServer(ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function onServer(ownerUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
