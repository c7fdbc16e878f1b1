import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Opens Prisma's own schema engine, compiled to WASM, on one database and closes it afterwards.
 * Nothing is downloaded, and the history it writes is that of `prisma migrate deploy`.
 */
export async function withSchemaEngine<T>(ownerUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await startBindings();
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const factory = bindMigrationAwareSqlAdapterFactory(await adapterFactory(pool));
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, ignoreLog, factory);
    return await use(engine).finally(() => engine.free());
  } finally {
    await pool.end();
  }
}

function ignoreLog(): void {}

let started: Promise<void> | undefined;

function startBindings(): Promise<void> {
  started ??= instantiate();
  return started;
}

/** The package's entry imports the .wasm file as a module, which Node does not do without a flag. */
async function instantiate(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (panic: string) => console.error(panic) } });
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const imports = { "./schema_engine_bg.js": bindings } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

async function adapterFactory(pool: pg.Pool): Promise<SqlMigrationAwareDriverAdapterFactory> {
  const adapter = await migrationAdapter(pool);
  return {
    provider: "postgres",
    adapterName: adapter.adapterName,
    connect: () => Promise.resolve(adapter),
    connectToShadowDb: () => Promise.reject(new Error("The engine's shadow database is not used: see difference.ts.")),
  };
}

async function migrationAdapter(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const runScript = pool.query.bind(pool) as (sql: string) => Promise<unknown>;
  const adapter = await new PrismaPg(pool).connect();
  nameCharColumns(pool, adapter);
  // The adapter cuts scripts at every ";", which breaks function bodies; Postgres takes the whole script in one round trip.
  adapter.executeScript = async (script) => {
    await runScript(script).catch(tellEngine);
  };
  return adapter;
}

/** The catalogue has columns of type "char". The adapter refuses that type, and the engine insists on it. */
function nameCharColumns(pool: pg.Pool, adapter: SqlDriverAdapter): void {
  const charColumns = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool) as (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;
  const disguised = async (config: pg.QueryArrayConfig) => {
    const result = await query(config);
    const chars = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    charColumns.set(result.rows, chars);
    return result;
  };
  pool.query = disguised as typeof pool.query;

  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (sql) => {
    const answer = await queryRaw(sql);
    for (const index of charColumns.get(answer.rows) ?? []) answer.columnTypes[index] = ColumnTypeEnum.Character;
    return answer;
  };
}

/** Only this error class carries Postgres's own words through the engine. */
function tellEngine(error: pg.DatabaseError): never {
  const { code = "XX000", severity = "ERROR", message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
}
