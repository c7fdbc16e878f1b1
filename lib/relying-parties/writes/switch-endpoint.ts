import "server-only";
import type { ConsoleTransaction, IdentityProviderDb } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";

type Wanted = { id: string; rowVersion: string };

/** Keeps what the row was, and draws the stamp by which the change is known to be ours: unique to the microsecond. */
export async function keepSwitch(
  tx: ConsoleTransaction,
  { id, rowVersion, requestId }: Wanted & { requestId: string },
): Promise<string> {
  const [row] = await tx.$queryRaw<{ stamp: string }[]>`
    INSERT INTO relying_party_switches (request_id, relying_party_id, row_version, stamp)
    VALUES (${requestId}::uuid, ${BigInt(id)}, ${rowVersion},
            to_char(next_delivery_stamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    RETURNING stamp`;
  if (!row) throw new Error("the switch was not kept");
  return row.stamp;
}

/**
 * Switches a relying party's endpoint on or off, in one statement, only while its row is still the one that was shown.
 * @returns false when it is not
 */
export async function switchEndpoint(
  db: IdentityProviderDb,
  { id, rowVersion, stamp, on }: Wanted & { stamp: string; on: boolean },
): Promise<boolean> {
  const changed = await onIdentityDatabase(
    () => db.$executeRaw`
      UPDATE oauth_applications SET webhook_enabled = ${on}, updated_at = ${stamp}::timestamp
       WHERE id = ${BigInt(id)} AND webhook_enabled <> ${on} AND updated_at::text = ${rowVersion}`,
  );
  return changed === 1;
}
