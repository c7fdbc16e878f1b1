import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** @returns whether this call ended it: of many at once, one does */
export async function resolveIncident(
  tx: ConsoleTransaction,
  { number, personId }: { number: number; personId: string },
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE incidents SET resolved_at = now(), resolved_by = ${personId}::uuid WHERE number = ${number} AND resolved_at IS NULL`;
  return ended === 1;
}
