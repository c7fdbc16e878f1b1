import "server-only";
import { consoleDb } from "@/lib/core/db";
import { isSilent } from "../rules/silence";

/** Seconds since any worker was last alive, by database time; null when there never was one. */
export async function secondsSinceBeat(): Promise<number | null> {
  const [row] = await consoleDb().$queryRaw<{ age: number | null }[]>`
    SELECT extract(epoch FROM now() - max(beat_at))::float8 AS age FROM worker_heartbeats`;
  return row?.age ?? null;
}

/** Whether anybody works at what only a worker does. */
export async function isWorkerAlive(): Promise<boolean> {
  return !isSilent(await secondsSinceBeat());
}
