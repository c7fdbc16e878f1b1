import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Discard } from "../shapes";

/** Who set a delivery aside, and when; null when nobody did. */
export async function findDiscard(_actor: Actor, deliveryId: string): Promise<Discard | null> {
  const row = await consoleDb().deliveryDiscard.findUnique({ where: { deliveryId: BigInt(deliveryId) } });
  if (!row) return null;
  const person = await consoleDb().person.findUnique({ where: { id: row.personId } });
  return { by: person?.name ?? "?", at: row.discardedAt.toISOString() };
}
