import { readFile } from "node:fs/promises";
import type { ClientBase, Pool } from "pg";
import { inTransaction, readAnchor, settle } from "../database/transaction";
import { addOutboxRows, PEOPLE } from "./outbox";

/** Adds history to what is there: `dead` of the rows dead, the others delivered. */
export async function generateOutbox(
  pool: Pool,
  { rows, dead }: { rows: number; dead: number },
): Promise<{ rows: number; dead: number }> {
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(dead) || dead < 0 || dead > rows) {
    throw new RangeError("rows and dead must be whole numbers, and dead at most rows");
  }
  await inTransaction(pool, async (client) => {
    const firstRow = await reserveRowNumbers(client, rows);
    const order = { dead, pending: 0, delivered: rows - dead };
    await addOutboxRows(client, { firstRow, anchor: await readAnchor(client), order });
  });
  await settle(pool);
  return { rows, dead };
}

export type Enqueueing = {
  applicationId: string;
  rows: number;
  /** When the dispatcher may take them; at once when absent. */
  dueInSeconds?: number;
  /** Dead already, as after an hour of attempts. */
  dead?: boolean;
};

/** Adds fresh events for one relying party. @returns their idempotency keys */
export async function enqueueEvents(pool: Pool, event: Enqueueing): Promise<string[]> {
  const sql = await readFile(new URL("./enqueue.sql", import.meta.url), "utf8");
  return inTransaction(pool, async (client) => {
    const firstRow = await reserveRowNumbers(client, event.rows);
    const { rows } = await client.query<{ idempotency_key: string }>(sql, [
      firstRow,
      event.rows,
      event.applicationId,
      PEOPLE,
      event.dueInSeconds ?? 0,
      event.dead ?? false,
    ]);
    return rows.map((row) => row.idempotency_key);
  });
}

/** Takes events out of the outbox, whatever became of them. */
export async function removeEvents(pool: Pool, idempotencyKeys: string[]): Promise<void> {
  await pool.query("DELETE FROM webhook_outbox_entries WHERE idempotency_key = ANY($1)", [idempotencyKeys]);
}

/** Every generated row has a number of its own, for ever: idempotency keys come from it. */
async function reserveRowNumbers(client: ClientBase, rows: number): Promise<number> {
  const made = await client.query<{ first_row: string }>(
    "UPDATE sandbox_vault.seed_marker SET rows_made = rows_made + $1 RETURNING rows_made - $1 + 1 AS first_row",
    [rows],
  );
  return Number(made.rows[0]?.first_row);
}
