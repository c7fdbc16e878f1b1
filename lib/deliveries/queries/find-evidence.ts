import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

export type Evidence = { deliveryId: string; rowVersion: string; stamp: string };

/** What was kept before a request changed its delivery; null when it never got that far. */
export async function findEvidence(_actor: Actor, requestId: string): Promise<Evidence | null> {
  const row = await consoleDb().deliveryEvidence.findFirst({ where: { requestId }, orderBy: { keptAt: "desc" } });
  return row ? { deliveryId: row.deliveryId.toString(), rowVersion: row.rowVersion, stamp: row.stamp } : null;
}
