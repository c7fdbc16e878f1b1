import { execFile, spawnSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";

export type OneLiner = { name: string; run(party: string, rows: number): Promise<number> };

/** The playbook's one-liner: by ActiveRecord where this machine has it, else by the statements that ActiveRecord sends. */
export function oneLiner(databaseUrl: string): OneLiner {
  const has = spawnSync("ruby", ["-e", 'require "active_record"; require "pg"; ActiveRecord::Base']).status === 0;
  return has
    ? {
        name: "the playbook's one-liner (ActiveRecord)",
        run: (party, rows) => byActiveRecord(databaseUrl, party, rows),
      }
    : {
        name: "the playbook's one-liner (its statements, row by row by pg; there is no ActiveRecord here)",
        run: (party, rows) => byItsStatements(databaseUrl, party, rows),
      };
}

/** @returns rows a second */
async function byActiveRecord(databaseUrl: string, party: string, rows: number): Promise<number> {
  const script = path.join(import.meta.dirname, "replay-one-liner.rb");
  const env = { ...process.env, BENCH_DATABASE_URL: databaseUrl };
  const { stdout } = await promisify(execFile)("ruby", [script, party, String(rows)], { env });
  const [done = 0, seconds = 1] = stdout.trim().split(" ").map(Number);
  return done / seconds;
}

/** `find_each` reads a thousand at a time; `update!` is a transaction for each row. */
async function byItsStatements(databaseUrl: string, party: string, rows: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const began = performance.now();
  let [done, after] = [0, "0"];
  try {
    while (done < rows) {
      const { rows: batch } = await client.query<{ id: string }>(
        `SELECT * FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL AND delivered_at IS NULL AND id > $2
          ORDER BY id LIMIT 1000`,
        [party, after],
      );
      if (batch.length === 0) break;
      for (const { id } of batch.slice(0, rows - done)) {
        await client.query("BEGIN");
        await client.query({
          name: "update",
          text: `UPDATE webhook_outbox_entries SET dlq_at = NULL, attempts = 0, last_error = NULL, enqueued_at = $2, updated_at = $2 WHERE id = $1`,
          values: [id, new Date()],
        });
        await client.query("COMMIT");
        done += 1;
        after = id;
      }
    }
    return (done / (performance.now() - began)) * 1_000;
  } finally {
    await client.end();
  }
}
