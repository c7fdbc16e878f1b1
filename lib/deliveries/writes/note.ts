import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

export async function writeNote(
  tx: ConsoleTransaction,
  note: { deliveryId: string; personId: string; text: string },
): Promise<void> {
  await tx.deliveryNote.create({ data: { ...note, deliveryId: BigInt(note.deliveryId) } });
}
