import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** A passkey as it judges proofs, and the time by which they are judged. */
export type UsablePasskey = {
  id: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: bigint;
  now: Date;
};

/**
 * A person's own passkey that is in use, held until the transaction ends: it can't be taken away, nor used twice, meanwhile.
 * @returns null when it is nobody's, another person's, or removed
 */
export async function holdPasskey(
  tx: ConsoleTransaction,
  { credentialId, personId }: { credentialId: string; personId: string },
): Promise<UsablePasskey | null> {
  const [row] = await tx.$queryRaw<UsablePasskey[]>`
    SELECT id::text, credential_id AS "credentialId", public_key AS "publicKey", counter, clock_timestamp() AS now
      FROM passkeys
     WHERE credential_id = ${credentialId} AND person_id = ${personId}::uuid AND removed_at IS NULL
       FOR UPDATE`; // guard: passkey-owner
  return row ?? null;
}

/** Remembers what it said last. Only within the transaction that holds it. */
export async function markPasskeyUsed(
  tx: ConsoleTransaction,
  id: string,
  { counter, backedUp }: { counter: number; backedUp: boolean },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE passkeys SET counter = ${counter}, backed_up = ${backedUp}, last_used_at = now() WHERE id = ${id}::uuid`;
}
