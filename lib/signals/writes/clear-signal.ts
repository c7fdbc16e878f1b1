import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/**
 * Clears a signal by hand. What its reporter observed before this moment does not raise it again.
 * @returns false when it does not stand
 */
export async function clearByHand(
  tx: ConsoleTransaction,
  { id, personId, reason }: { id: string; personId: string; reason: string },
): Promise<boolean> {
  const cleared = await tx.$executeRaw`
    UPDATE signals SET state = 'cleared', cleared_at = now(), cleared_by = ${personId}::uuid, cleared_reason = ${reason},
           observed_at = greatest(observed_at, now())
     WHERE id = ${id}::uuid AND state = 'raised'`;
  return cleared === 1;
}
