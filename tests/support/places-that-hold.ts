import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { consoleRows } from "./rows";
import { world } from "./world";

/** Names of the console's tables, whatever their schema, with a row that holds the text. */
export async function tablesThatHold(text: string): Promise<string[]> {
  const tables = await consoleRows<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await consoleRows(`SELECT 1 FROM ${name} AS row WHERE row::text LIKE $1 LIMIT 1`, [`%${text}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/**
 * Files that hold the text, of everything that this world and this run have written down: each log, and what the browsers' traces keep of
 * requests, answers and steps while a test runs.
 * @param outputDir where Playwright keeps what a run leaves behind
 */
export function filesThatHold(text: string, outputDir: string): string[] {
  return [path.join(world().stateFolder, "logs"), outputDir]
    .flatMap(everyFileOf)
    .filter((file) => readFileSync(file).includes(text));
}

const everyFileOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
