import pg from "pg";
import { minutes } from "@/lib/core/duration";
import { awaitMigrations } from "./migrations/await";
import { listMigrations, nothingFiltered } from "./migrations/folder";
import { grantToApp, refuseUnsafeRole } from "./migrations/grants";
import { createQueues } from "./migrations/queues";
import { withSchemaEngine } from "./migrations/schema-engine";

/** Any number will do, as long as every `npm run migrate` takes the same one. */
const LOCK = 7_255_979;

const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl } = process.env;
// For a release whose migrations somebody else runs: it needs no owner, and goes on once they are applied.
if (process.argv.includes("--wait")) {
  if (!appUrl) stop("Set DATABASE_URL.");
  const missing = await awaitMigrations(appUrl, minutes(20));
  if (missing.length > 0) stop(`Still not applied: ${missing.join(", ")}.`);
  console.log("Every migration is applied.");
  process.exit();
}
if (!ownerUrl || !appUrl) {
  stop("Set DATABASE_OWNER_URL (runs the migrations) and DATABASE_URL (its role gets the grants).");
}
const appRole = decodeURIComponent(new URL(appUrl).username);

const owner = new pg.Client({ connectionString: ownerUrl });
try {
  await owner.connect();
  await owner.query("SELECT pg_advisory_lock($1)", [LOCK]);
  await refuseUnsafeRole(owner, appRole);
  const applied = await applyMigrations(ownerUrl);
  await createQueues(ownerUrl);
  await grantToApp(owner, appRole);
  console.log(applied.length === 0 ? "Nothing to migrate." : `Applied ${applied.join(", ")}.`);
} catch (error) {
  stop(withoutEngineTrace(error instanceof Error ? error.message : String(error)));
} finally {
  await owner.end();
}
// The engine leaves a 10 s lock timer behind.
process.exit();

async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = await listMigrations();
  return withSchemaEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: nothingFiltered });
    return appliedMigrationNames;
  });
}

function withoutEngineTrace(message: string): string {
  return message.split(/\n\s+0: /)[0] ?? message;
}

function stop(sentence: string): never {
  console.error(`Not migrated. ${sentence}`);
  process.exit(1);
}
