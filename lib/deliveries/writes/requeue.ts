import "server-only";
import type { IdentityProviderDb } from "@/lib/core/db";
import { onIdentityDatabase } from "../queries/identity-database";

/**
 * Puts one dead row back into the outbox, in one statement, only while it is still the row that was shown.
 * @returns false when it is not: delivered, retried by somebody else, or changed in any way since
 * @source IdP incident playbook, "재처리": dlq_at, next_retry_at and attempts reset, enqueued_at = now
 */
export async function requeue(
  db: IdentityProviderDb,
  row: { id: string; rowVersion: string; stamp: string },
): Promise<boolean> {
  const changed = await onIdentityDatabase(
    () => db.$executeRaw`
      UPDATE webhook_outbox_entries
         SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, enqueued_at = ${row.stamp}::timestamp, updated_at = now()
       WHERE id = ${BigInt(row.id)} AND dlq_at IS NOT NULL AND delivered_at IS NULL AND updated_at::text = ${row.rowVersion}`,
  );
  return changed === 1;
}
