import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** "I am alive", at database time. */
export async function beat(tx: ConsoleTransaction, workerId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO worker_heartbeats (worker_id) VALUES (${workerId})
    ON CONFLICT (worker_id) DO UPDATE SET beat_at = now()`;
  await tx.$executeRaw`DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 day'`;
}
