import "server-only";
import { randomUUID } from "node:crypto";
import { type ConsoleTransaction, identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "../queries/identity-database";

type Wanted = { id: string; rowVersion: string; requestId: string };
type Row = { attempts: number; lastStatus: number | null; lastError: string | null; dlqAt: string | null };

/**
 * Keeps what a row says before it is reset, and draws the stamp that will mark it as ours: database time, unique to the microsecond.
 * @returns null when the row is no longer at that version
 */
export async function keepEvidence(
  tx: ConsoleTransaction,
  { id, rowVersion, requestId }: Wanted,
): Promise<string | null> {
  const [row] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Row[]>`
      SELECT attempts, last_status AS "lastStatus", last_error AS "lastError",
             to_char(dlq_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "dlqAt"
        FROM webhook_outbox_entries WHERE id = ${BigInt(id)} AND updated_at::text = ${rowVersion}`,
  );
  if (!row) return null;
  const [{ stamp } = { stamp: "" }] = await tx.$queryRaw<{ stamp: string }[]>`
    SELECT to_char(next_delivery_stamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamp`;
  // Not through the model: its dates are JS Dates, which would cut the microseconds off what is to be kept as it was.
  await tx.$executeRaw`
    INSERT INTO delivery_evidence (id, delivery_id, request_id, row_version, attempts, last_status, last_error, dlq_at, stamp)
    VALUES (${randomUUID()}::uuid, ${BigInt(id)}, ${requestId}::uuid, ${rowVersion}, ${row.attempts}, ${row.lastStatus}, ${row.lastError},
            ${row.dlqAt}::timestamptz, ${stamp})`;
  return stamp;
}
