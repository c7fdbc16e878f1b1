import "server-only";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { readHead } from "../queries/read-chain";
import { readCheckpoints } from "../queries/read-checkpoints";
import { signCheckpoint } from "../rules/checkpoint";
import type { Checkpoint } from "../shapes";

/** A checkpoint is due after this many rows … */
export const checkpointEveryRows = 100;
/** … or this long after the last one, when there is anything new. */
export const checkpointEveryMs = 5 * 60_000;

/**
 * Signs the record's present size and head into RECORD_CHECKPOINT_DIR, so that a cut tail shows.
 * @param always also when none is due by rows or time
 * @returns null when nothing new was to be signed
 */
export async function writeCheckpoint({ always }: { always: boolean }): Promise<Checkpoint | null> {
  const head = await readHead();
  const last = (await readCheckpoints()).at(-1);
  const fresh = head.size - (last?.size ?? 0);
  if (fresh <= 0) return null;
  const due = fresh >= checkpointEveryRows || !last || Date.now() - Date.parse(last.at) >= checkpointEveryMs;
  if (!due && !always) return null;
  const checkpoint = signCheckpoint({ ...head, at: new Date().toISOString() }, env().RECORD_SIGNING_KEY);
  await save(checkpoint);
  return checkpoint;
}

async function save(checkpoint: Checkpoint): Promise<void> {
  const folder = env().RECORD_CHECKPOINT_DIR;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `checkpoint-${String(checkpoint.size).padStart(12, "0")}.json`);
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(checkpoint)}\n`, { mode: 0o644 });
  await rename(draft, path);
}
