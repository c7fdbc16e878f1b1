import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { closeDatabases } from "@/lib/core/db";
import { stopJobEngine } from "@/lib/jobs/engine";
import { inDatabase, openPool } from "./databases";
import { type World, world } from "./world";

const root = path.resolve(import.meta.dirname, "../..");

/** How the product's TypeScript is run outside Next, here as everywhere. */
export const typescript = (file: string): [string, string[]] => [
  process.execPath,
  ["--conditions=react-server", "--import", "tsx", path.join(root, file)],
];

export type OwnConsole = {
  /** The owner's pool: what no part of the product may do, a test can. */
  owner: pg.Pool;
  /** What a process of the product is started with, to work on this database. */
  env: Record<string, string>;
  close(): Promise<void>;
};

/** What a test takes of the world around it; another server takes its place where the test has one. */
export type Around = Pick<World, "consoleOwnerUrl"> & { env: Pick<World["env"], "product"> };

/**
 * A console database of this test file's own, migrated as everywhere, beside the running world's. No worker touches it, and what a
 * test breaks in it is gone afterwards. Call it before anything of the product runs: its environment is read once.
 */
export async function enterOwnConsole({ consoleOwnerUrl, env: given }: Around = world()): Promise<OwnConsole> {
  const name = `sallyport_test_${randomBytes(6).toString("hex")}`;
  await administer(consoleOwnerUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const checkpoints = await mkdtemp(path.join(tmpdir(), "sallyport-checkpoints-"));
  const ownerUrl = inDatabase(consoleOwnerUrl, name);
  const own = {
    DATABASE_URL: inDatabase(given.product.DATABASE_URL ?? "", name),
    RECORD_CHECKPOINT_DIR: checkpoints,
  };
  const env = { ...given.product, LOG_LEVEL: "silent", ...own };
  const [node, script] = typescript("scripts/migrate.ts");
  await promisify(execFile)(node, script, {
    cwd: root,
    env: { ...env, NODE_ENV: "production", DATABASE_OWNER_URL: ownerUrl },
  });
  Object.assign(process.env, own);
  const owner = openPool(ownerUrl);
  return {
    owner,
    env,
    async close() {
      await stopProduct();
      await owner.end();
      await administer(consoleOwnerUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(checkpoints, { recursive: true, force: true });
    },
  };
}

/** Ends what the product holds open in this process. */
export async function stopProduct(): Promise<void> {
  await stopJobEngine(1_000);
  await closeDatabases();
}

async function administer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
