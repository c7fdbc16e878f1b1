import "server-only";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Checkpoint, checkpointShape, type StoredRecord } from "../shapes";
import { readChain } from "./read-chain";
import { readCheckpoints } from "./read-checkpoints";

const rowLine = z.strictObject({
  row: z.strictObject({
    seq: z.string().regex(/^\d+$/),
    recordedAt: z.string(),
    kind: z.string(),
    operation: z.string(),
    personId: z.string().nullable(),
    requestId: z.string().nullable(),
    entry: z.string(),
    mac: z.string(),
  }),
});
const checkpointLine = z.strictObject({ checkpoint: checkpointShape });

/** The whole record as JSON lines: every row with its seal, then every checkpoint. It verifies without the database. */
export async function* exportLines(): AsyncGenerator<string> {
  for await (const { seq, mac, ...row } of readChain()) {
    yield `${JSON.stringify({ row: { ...row, seq: seq.toString(), mac: Buffer.from(mac).toString("base64") } })}\n`;
  }
  for (const checkpoint of await readCheckpoints()) yield `${JSON.stringify({ checkpoint })}\n`;
}

/**
 * Reads an export back.
 * @throws Error with the line number where a line is neither a row nor a checkpoint
 */
export function openExport(path: string): { rows: AsyncGenerator<StoredRecord>; checkpoints: Promise<Checkpoint[]> } {
  return { rows: exportedRows(path), checkpoints: exportedCheckpoints(path) };
}

async function* exportedRows(path: string): AsyncGenerator<StoredRecord> {
  for await (const line of parsedLines(path)) {
    if (!("row" in line)) continue;
    yield { ...line.row, seq: BigInt(line.row.seq), mac: Buffer.from(line.row.mac, "base64") };
  }
}

async function exportedCheckpoints(path: string): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  for await (const line of parsedLines(path)) if ("checkpoint" in line) checkpoints.push(line.checkpoint);
  return checkpoints;
}

async function* parsedLines(path: string): AsyncGenerator<z.infer<typeof rowLine> | z.infer<typeof checkpointLine>> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const parsed = z.union([rowLine, checkpointLine]).safeParse(jsonOf(text));
    if (!parsed.success) throw new Error(`line ${number} is neither a row nor a checkpoint`);
    yield parsed.data;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
