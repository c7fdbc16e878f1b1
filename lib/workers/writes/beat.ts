import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Done } from "@/lib/core/metrics";

/** "I am alive", at database time. */
export async function beat(tx: ConsoleTransaction, workerId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO worker_heartbeats (worker_id) VALUES (${workerId})
    ON CONFLICT (worker_id) DO UPDATE SET beat_at = now()`;
  await tx.$executeRaw`DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 day'`;
}

/** Adds what this worker has done since it last said so. In one order, so that two workers never wait for each other in a circle. */
export async function addToTally(tx: ConsoleTransaction, done: readonly Done[]): Promise<void> {
  const [operations, results] = [done.map(({ operation }) => operation), done.map(({ result }) => result)];
  const counts = done.map(({ count }) => count);
  await tx.$executeRaw`
    INSERT INTO worker_tally AS t (operation, result, count)
    SELECT * FROM unnest(${operations}::text[], ${results}::text[], ${counts}::bigint[]) AS done (operation, result, count) ORDER BY 1, 2
    ON CONFLICT (operation, result) DO UPDATE SET count = t.count + excluded.count`;
}
