import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseNames, prepareDatabases } from "../start/databases.mjs";
import { productEnvironment } from "../start/environment.mjs";
import { keysOf } from "../start/keys.mjs";
import { typescript } from "../start/node24.mjs";
import { root, stateFolder } from "../start/paths.mjs";
import { findFreePorts } from "../start/ports.mjs";
import { embeddedUrl, startPostgres } from "../start/postgres.mjs";
import { step } from "../start/say.mjs";
import { run } from "../start/supervise.mjs";

/** What a managed database of this size is given. Nothing here outlives the run, so nothing waits for the disk. */
const tuned = {
  shared_buffers: "1GB",
  effective_cache_size: "8GB",
  work_mem: "64MB",
  maintenance_work_mem: "512MB",
  max_wal_size: "8GB",
  checkpoint_timeout: "30min",
  random_page_cost: 1.1,
  effective_io_concurrency: 200,
  autovacuum: "off",
  fsync: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
};

/** Of what writes, every commit waits for the disk. */
const durably = { fsync: "on" };

/**
 * A PostgreSQL of this run's own with the identity provider's outbox of so many rows, made by what makes the world's. `kept` names a
 * folder that stays, and is taken again as it is by the next run.
 * @param {{ rows: number, dead: number, kept?: string, durable?: boolean }} order
 */
export async function throwaway({ rows, dead, kept, durable = false }) {
  const state = stateFolder(kept ?? mkdtempSync(path.join(tmpdir(), "sallyport-bench-")));
  const filled = existsSync(state.world);
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  const ports = await findFreePorts();
  let server;
  const stop = async () => {
    await server?.stop();
    if (!kept) rmSync(state.base, { recursive: true, force: true });
  };
  try {
    const onStart = (child) => (server = child);
    await step("Starting PostgreSQL", () =>
      startPostgres({
        data: state.postgres,
        port: ports.postgres,
        log: state.log,
        onStart,
        tuned: durable ? { ...tuned, ...durably } : tuned,
      }),
    );
    const databases = await prepareDatabases(embeddedUrl(ports.postgres), databaseNames());
    if (!filled) await fill({ state, databases, rows, dead });
    writeFileSync(state.world, JSON.stringify({ rows, dead }));
    const env = productEnvironment({ keys: keysOf(state.keys), ports, state, databases, dev: false });
    await migrate({ state, databases, env });
    return { env, ownerUrl: databases.idpOwner, state, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function fill({ state, databases, rows, dead }) {
  return step(`Filling ${rows} rows, ${dead} of them dead`, () =>
    run({
      name: "fill",
      command: [...typescript("sandbox/identity-provider/fill.ts", { react: false }), String(rows), String(dead)],
      cwd: root,
      env: { PATH: process.env.PATH, SANDBOX_IDP_DATABASE_URL: databases.idpOwner },
      log: state.log("fill"),
      failure: "The outbox could not be filled:",
    }),
  );
}

/** The console's own tables: a list asks them which rows are discarded. */
function migrate({ state, databases, env }) {
  return run({
    name: "npm run migrate",
    command: typescript("scripts/migrate.ts"),
    cwd: root,
    env: { ...env, PATH: process.env.PATH, DATABASE_OWNER_URL: databases.consoleOwner },
    log: state.log("migrate"),
    failure: "The console's database could not be migrated:",
  });
}
