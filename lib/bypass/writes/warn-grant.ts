import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/**
 * Stamps that a grant's holder is warned of its end, or takes that back when Clerk fails again.
 * @returns when it was stamped, or null: somebody else has done it, or it was taken back
 */
export async function warnGrant(tx: ConsoleTransaction, id: string, waning: boolean): Promise<Date | null> {
  const [stamped] = await tx.$queryRaw<{ warnedAt: Date | null }[]>`
    UPDATE bypass_grants SET warned_at = CASE WHEN ${waning} THEN now() END
     WHERE id = ${id}::uuid AND ended_at IS NULL AND (warned_at IS NOT NULL) <> ${waning}
    RETURNING warned_at AS "warnedAt"`;
  return stamped?.warnedAt ?? null;
}
