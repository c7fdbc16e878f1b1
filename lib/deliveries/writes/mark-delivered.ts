import "server-only";
import type { IdentityProviderDb } from "@/lib/core/db";
import { onIdentityDatabase } from "../queries/identity-database";

/**
 * Marks one dead row delivered, in one statement, only while it is still the row that was shown and its answer is still 409. Our stamp
 * is the instant, so that it can be told that it was us.
 * @returns false when it is not
 */
export async function markDelivered(
  db: IdentityProviderDb,
  row: { id: string; rowVersion: string; stamp: string },
): Promise<boolean> {
  const changed = await onIdentityDatabase(
    () => db.$executeRaw`
      UPDATE webhook_outbox_entries
         SET delivered_at = ${row.stamp}::timestamp, dlq_at = NULL, next_retry_at = NULL, updated_at = now()
       WHERE id = ${BigInt(row.id)} AND dlq_at IS NOT NULL AND delivered_at IS NULL AND last_status = 409
         AND updated_at::text = ${row.rowVersion}`,
  );
  return changed === 1;
}
