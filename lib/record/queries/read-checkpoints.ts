import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { type Checkpoint, checkpointShape } from "../shapes";

/**
 * Every signed checkpoint, smallest first.
 * @throws when one of them can't be read as a checkpoint: a damaged file must not count as none
 */
export async function readCheckpoints(folder: string = env().RECORD_CHECKPOINT_DIR): Promise<Checkpoint[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [] as string[];
    throw error;
  });
  const files = names.filter((name) => /^checkpoint-\d+\.json$/.test(name)).sort();
  return Promise.all(
    files.map(async (name) => checkpointShape.parse(JSON.parse(await readFile(join(folder, name), "utf8")))),
  );
}
