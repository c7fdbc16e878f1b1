import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs `npm run record:verify` as a person does. @returns its verdict */
export async function verifyRecord(): Promise<{ verdict: string; rows: number; checkpoints: number }> {
  const { DATABASE_URL: _given, ...env } = process.env;
  const run = promisify(execFile)("npm", ["run", "--silent", "record:verify", "--", "--json"], { cwd: root, env });
  return JSON.parse((await run).stdout) as { verdict: string; rows: number; checkpoints: number };
}
