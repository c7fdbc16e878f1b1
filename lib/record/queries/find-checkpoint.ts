import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { type Checkpoint, checkpointShape } from "../shapes";

/** The newest signed checkpoint that this machine sees; null where there is none, or where it can't be read. */
export async function findCheckpoint(_actor: Actor): Promise<Checkpoint | null> {
  const folder = env().RECORD_CHECKPOINT_DIR;
  const names = await readdir(folder).catch(() => [] as string[]);
  const newest = names
    .filter((name) => /^checkpoint-\d+\.json$/.test(name))
    .sort()
    .at(-1);
  if (!newest) return null;
  const read = await readFile(join(folder, newest), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch(() => null);
  return checkpointShape.safeParse(read).data ?? null;
}
