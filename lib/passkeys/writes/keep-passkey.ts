import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

type NewPasskey = {
  personId: string;
  name: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  challenge: string;
  counter: number;
  transports: string[];
  aaguid: string;
  backupEligible: boolean;
  backedUp: boolean;
};

/** @returns its id; null when the passkey is known already, or the challenge made another one */
export async function keepPasskey(tx: ConsoleTransaction, passkey: NewPasskey): Promise<string | null> {
  const [kept] = await tx.passkey.createManyAndReturn({ data: [passkey], skipDuplicates: true, select: { id: true } });
  return kept?.id ?? null;
}

type Own = { id: string; personId: string };

/** @returns whether this call took it out of use */
export async function removePasskey(tx: ConsoleTransaction, { id, personId }: Own): Promise<boolean> {
  const removed = await tx.$executeRaw`
    UPDATE passkeys SET removed_at = now() WHERE id = ${id}::uuid AND person_id = ${personId}::uuid AND removed_at IS NULL`;
  return removed === 1;
}

export async function namePasskey(tx: ConsoleTransaction, { id, personId }: Own, name: string): Promise<boolean> {
  const { count } = await tx.passkey.updateMany({ where: { id, personId, removedAt: null }, data: { name } });
  return count === 1;
}
