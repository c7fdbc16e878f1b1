import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm";

const root = path.resolve(import.meta.dirname, "../..");
export const migrationsFolder = path.join(root, "prisma/console/migrations");
const schemaFolder = path.join(root, "prisma/console/schema");

export const nothingFiltered = { externalTables: [], externalEnums: [] };

/** The migrations as the schema engine wants them: oldest first, contents included. */
export async function listMigrations(folder = migrationsFolder): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(noFolder);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: await readIfThere(path.join(folder, "migration_lock.toml")) },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(names.sort().map((name) => readMigration(folder, name))),
  };
}

/** The Prisma schema of the console's own database, every file of it. */
export async function readSchema(): Promise<SchemasContainer> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith(".prisma")).sort();
  const files = names.map(async (name) => {
    const file = path.join(schemaFolder, name);
    return { path: file, content: await readFile(file, "utf8") };
  });
  return { files: await Promise.all(files) };
}

async function readMigration(folder: string, name: string) {
  const content = await readFile(path.join(folder, name, "migration.sql"), "utf8");
  return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: content } } };
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

function noFolder(error: NodeJS.ErrnoException): never[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
