import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Puts notices that were given up back where they stood in their channels. @returns how many were still given up */
export async function replayDeliveries(tx: ConsoleTransaction, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE notice_deliveries
       SET state = 'pending', attempts = 0, next_attempt_at = now(), dead_at = NULL, last_error = NULL, last_detail = NULL
     WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'dead'`;
}
