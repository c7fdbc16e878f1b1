import { readFile } from "node:fs/promises";
import type { ClientBase, Pool } from "pg";
import { inTransaction, readAnchor, settle } from "../database/transaction";
import { holdOutbox } from "./hold-outbox";
import { addOutboxRows, PEOPLE } from "./outbox";

export type HistoryOrder = { rows: number; dead: number };
export type History = HistoryOrder & {
  seconds: number;
  /** What the outbox holds now. */
  outbox: HistoryOrder;
};

/** Rows of one transaction: an order that breaks off leaves whole ones, and nobody waits long for a lock. */
const CHUNK = 100_000;

/**
 * Adds history to what is there: `dead` of the rows dead, the others delivered. The first chunk is drawn row by row; the others are like
 * it, with keys, ids and times of their own, which is how millions come in minutes.
 */
export async function generateOutbox(pool: Pool, { rows, dead }: HistoryOrder, chunk = CHUNK): Promise<History> {
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(dead) || dead < 0 || dead > rows) {
    throw new RangeError("rows and dead must be whole numbers, and dead at most rows");
  }
  const startedAt = performance.now();
  const anchor = await readAnchor(pool);
  const deadAmong = (first: number): number => Math.floor((dead * first) / rows);
  let pattern: Pattern | undefined;
  let least = 0;
  for (let made = 0; made < rows; made += chunk) {
    const size = Math.min(rows - made, chunk);
    const deadHere = deadAmong(made + size) - deadAmong(made);
    const part = { dead: deadHere, delivered: size - deadHere };
    least = await inTransaction(pool, async (client) => {
      await holdOutbox(client);
      const firstRow = await reserveRowNumbers(client, size);
      if (firstRow < least) throw new Error("The outbox was reset meanwhile: the rest of the rows is not added.");
      if (pattern) await addLike(client, pattern, { firstRow, anchor, part });
      else pattern = await draw(client, { firstRow, anchor, part });
      return firstRow + size;
    });
  }
  await settle(pool);
  return { rows, dead, seconds: Math.round(performance.now() - startedAt) / 1_000, outbox: await heldBy(pool) };
}

type Part = { dead: number; delivered: number };
type Addition = { firstRow: number; anchor: string; part: Part };
/** Rows that others are made like, by the ids that they lie between. */
type Pattern = Part & { from: string; to: string };

async function draw(client: ClientBase, { firstRow, anchor, part }: Addition): Promise<Pattern> {
  const lastId = async (): Promise<string> =>
    (await client.query<{ id: string }>("SELECT last_value AS id FROM webhook_outbox_entries_id_seq")).rows[0]?.id ??
    "0";
  const from = await lastId();
  await addOutboxRows(client, { firstRow, anchor, order: { ...part, pending: 0 } });
  return { ...part, from, to: await lastId() };
}

/** As many copies as the pattern has rows; the one or other that it lacks is drawn. */
async function addLike(client: ClientBase, pattern: Pattern, { firstRow, anchor, part }: Addition): Promise<void> {
  const sql = await readFile(new URL("./copies.sql", import.meta.url), "utf8");
  const [dead, delivered] = [Math.min(pattern.dead, part.dead), Math.min(pattern.delivered, part.delivered)];
  await client.query(sql, [firstRow, dead, delivered, pattern.from, pattern.to]);
  const order = { dead: part.dead - dead, pending: 0, delivered: part.delivered - delivered };
  if (order.dead + order.delivered > 0) {
    await addOutboxRows(client, { firstRow: firstRow + dead + delivered, anchor, order });
  }
}

async function heldBy(pool: Pool): Promise<HistoryOrder> {
  const { rows } = await pool.query<HistoryOrder>(
    `SELECT count(*)::int AS rows, count(*) FILTER (WHERE dlq_at IS NOT NULL AND delivered_at IS NULL)::int AS dead
       FROM webhook_outbox_entries`,
  );
  return rows[0] ?? { rows: 0, dead: 0 };
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
