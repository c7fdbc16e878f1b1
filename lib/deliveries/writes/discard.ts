import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Sets a delivery aside. @returns false when somebody did already */
export async function keepDiscard(
  tx: ConsoleTransaction,
  { deliveryId, personId }: { deliveryId: string; personId: string },
): Promise<boolean> {
  const kept = await tx.$executeRaw`
    INSERT INTO delivery_discards (delivery_id, person_id) VALUES (${BigInt(deliveryId)}, ${personId}::uuid) ON CONFLICT DO NOTHING`;
  return kept === 1;
}

/** @returns false when nothing was set aside */
export async function dropDiscard(tx: ConsoleTransaction, deliveryId: string): Promise<boolean> {
  const dropped = await tx.deliveryDiscard.deleteMany({ where: { deliveryId: BigInt(deliveryId) } });
  return dropped.count === 1;
}
