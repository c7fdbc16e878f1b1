import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type Wanted = { relyingPartyId: string; version: number; needsAdmin: boolean; requestId: string | null };

/** Sets the rule of one relying party, from the version that was shown. @returns false when it is not at that version any more */
export async function changeRetryRule(tx: ConsoleTransaction, wanted: Wanted): Promise<boolean> {
  const { relyingPartyId, version, needsAdmin, requestId } = wanted;
  const changed = await tx.$executeRaw`
    INSERT INTO relying_party_settings (relying_party_id, retry_needs_admin, version, request_id)
    SELECT ${BigInt(relyingPartyId)}, ${needsAdmin}, 1, ${requestId}::uuid WHERE ${version} = 0
    ON CONFLICT (relying_party_id) DO NOTHING`;
  if (changed === 1) return true;
  const updated = await tx.$executeRaw`
    UPDATE relying_party_settings
       SET retry_needs_admin = ${needsAdmin}, version = version + 1, request_id = ${requestId}::uuid, changed_at = now()
     WHERE relying_party_id = ${BigInt(relyingPartyId)} AND version = ${version}`;
  return updated === 1;
}
