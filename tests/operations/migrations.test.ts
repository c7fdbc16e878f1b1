import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingMigration } from "@/scripts/migrations/difference";
import { listMigrations, nothingFiltered } from "@/scripts/migrations/folder";
import { withSchemaEngine } from "@/scripts/migrations/schema-engine";
import { world } from "../support/world";

const root = path.resolve(import.meta.dirname, "../..");

describe("the migrations", () => {
  it("equal the schema", async () => {
    expect(await missingMigration(world().consoleOwnerUrl)).toBe("");
  });

  it("stand in the history as Prisma would write it", async () => {
    const { migrationDirectories } = await listMigrations();
    const files = migrationDirectories.map(({ path: name, migrationFile: { content } }) => ({
      name,
      checksum: sha256(content.value),
    }));
    const rows = await query(
      world().consoleOwnerUrl,
      `SELECT migration_name AS name, checksum FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    expect(files.length).toBeGreaterThan(0);
    expect(rows).toEqual(files);
  });

  it("are applied once: a second run has nothing to do", () => {
    const { status, stdout } = migrate({});
    expect({ status, stdout }).toEqual({ status: 0, stdout: "Nothing to migrate.\n" });
  });

  it("refuse an app that owns its own record", () => {
    const { status, stderr } = migrate({ DATABASE_URL: world().consoleOwnerUrl });
    expect(status).toBe(1);
    expect(stderr).toContain("name the same role");
  });

  it("refuse a role that is not there", () => {
    const url = new URL(world().consoleOwnerUrl);
    url.username = "nobody_of_that_name";
    const { status, stderr } = migrate({ DATABASE_URL: url.href });
    expect(status).toBe(1);
    expect(stderr).toContain('no role "nobody_of_that_name"');
  });
});

describe("the app's role", () => {
  const app = () => world().env.product.DATABASE_URL ?? "";

  it.each([
    "UPDATE record SET kind = kind",
    "DELETE FROM record",
    "TRUNCATE record",
    "UPDATE approvals SET decision = decision",
    "DELETE FROM approvals",
    "UPDATE proofs SET digest = digest",
    "DELETE FROM proofs",
    "DELETE FROM _prisma_migrations",
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', 'x')",
    "DROP TABLE record",
    "ALTER TABLE record ADD COLUMN note text",
    "CREATE TABLE aside (id int)",
    "CREATE TABLE pgboss.aside (id int)",
    "SET ROLE sallyport_owner",
  ])("may not %s", async (sql) => {
    // 42501 is insufficient_privilege.
    await expect(query(app(), `BEGIN; ${sql}; ROLLBACK`)).rejects.toMatchObject({ code: "42501" });
  });

  it("may read the record and its own history", async () => {
    await expect(query(app(), "SELECT 1 FROM record LIMIT 1")).resolves.toBeDefined();
    await expect(query(app(), "SELECT 1 FROM _prisma_migrations LIMIT 1")).resolves.not.toEqual([]);
  });
});

describe("a migration written by hand", () => {
  let url: string;
  let folder: string;

  beforeAll(async () => {
    const name = `sallyport_by_hand_${process.pid}`;
    await query(world().consoleOwnerUrl, `CREATE DATABASE ${name}`);
    url = Object.assign(new URL(world().consoleOwnerUrl), { pathname: `/${name}` }).href;
    folder = await mkdtemp(path.join(tmpdir(), "sallyport-migrations-"));
    await writeFile(path.join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  });

  afterAll(async () => {
    await query(world().consoleOwnerUrl, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    await rm(folder, { recursive: true });
  });

  it("may hold functions with semicolons inside", async () => {
    await write(
      "1_functions",
      "CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END; $$; SELECT 1;",
    );
    await apply();
    expect(await query(url, "SELECT two() AS answer")).toEqual([{ answer: 2 }]);
  });

  it("is done wholly or not at all, and says what went wrong", async () => {
    await write("2_broken", "CREATE TABLE half (id int); SELECT no_such_column;");
    await expect(apply()).rejects.toThrow("no_such_column");
    expect(await query(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  });

  async function write(name: string, sql: string): Promise<void> {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  }

  async function apply(): Promise<void> {
    const migrationsList = await listMigrations(folder);
    await withSchemaEngine(url, (engine) => engine.applyMigrations({ migrationsList, filters: nothingFiltered }));
  }
});

function migrate(change: Record<string, string>): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, DATABASE_OWNER_URL: world().consoleOwnerUrl, ...change };
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"];
  return spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
