import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { missingMigration } from "./migrations/difference";
import { migrationsFolder } from "./migrations/folder";

const [name] = process.argv.slice(2);
const ownerUrl = process.env.DATABASE_OWNER_URL;

if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) stop("Name it in kebab-case: npm run new-migration -- add-bypass-grants");
if (!ownerUrl) stop("Set DATABASE_OWNER_URL: the migrations are replayed in a throw-away database of that server.");

const wanted = await missingMigration(ownerUrl);
const empty = process.argv.includes("--empty");
if (wanted === "" && !empty)
  stop("The migrations already equal the schema. (--empty writes a file to fill by hand.)", 0);

const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
const folder = path.join(migrationsFolder, `${stamp}_${name.replaceAll("-", "_")}`);
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "migration.sql"), wanted);
await writeFile(path.join(migrationsFolder, "migration_lock.toml"), 'provider = "postgresql"\n');
console.log(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql`);
// The engine leaves a 10 s lock timer behind.
process.exit();

function stop(sentence: string, code = 1): never {
  console.error(sentence);
  process.exit(code);
}
