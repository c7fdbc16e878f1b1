import type pg from "pg";
import type { RecordEntry } from "@/lib/record/shapes";
import type { OwnConsole } from "./own-console";

/** The record's rows of one call, oldest first. */
export async function recorded(owner: pg.Pool, ref: string): Promise<RecordEntry[]> {
  const { rows } = await owner.query<{ entry: string }>(
    "SELECT entry FROM record WHERE entry::jsonb ->> 'ref' = $1 ORDER BY seq",
    [ref],
  );
  return rows.map(({ entry }) => JSON.parse(entry) as RecordEntry);
}

/** In short: `refusal not_allowed`, `intent`, `outcome`. */
export async function recordedKinds(owner: pg.Pool, ref: string): Promise<string[]> {
  return (await recorded(owner, ref)).map(({ kind, code }) => (code ? `${kind} ${code}` : kind));
}

/** While the work goes on, the console may not add to its record. */
export async function whileRecordIsShut<T>({ owner, env }: OwnConsole, work: () => Promise<T>): Promise<T> {
  const app = new URL(env.DATABASE_URL ?? "").username;
  await owner.query(`REVOKE INSERT ON record FROM ${app}`);
  try {
    return await work();
  } finally {
    await owner.query(`GRANT INSERT ON record TO ${app}`);
  }
}
