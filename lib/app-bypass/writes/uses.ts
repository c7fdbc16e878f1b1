import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { type UsesReport, usesKeptLimit } from "../shapes";

/**
 * Keeps what an app reports of one of its openings, for a day after it was opened; what is reported twice is kept once. Beyond the limit
 * only the number grows, so that nobody who holds a token can fill the database.
 * @returns how many rows are new; null where that app has no such opening
 */
export async function keepUses(
  tx: ConsoleTransaction,
  app: string,
  { opening, uses, unreported }: UsesReport,
): Promise<number | null> {
  const [found] = await tx.$queryRaw<{ kept: number }[]>`
    SELECT uses_kept AS kept FROM app_bypasses
     WHERE id = ${opening}::uuid AND app_id = ${app} AND opened_at > now() - interval '1 day' FOR UPDATE`; // guard: uses-of-own
  if (!found) return null;
  const taken = uses.slice(0, Math.max(0, usesKeptLimit - found.kept)); // guard: uses-bounded
  const { count } = await tx.appBypassUse.createMany({
    data: taken.map(({ requestId, at, ...use }) => ({
      ...use,
      at: new Date(at),
      openingId: opening,
      reference: requestId,
    })),
    skipDuplicates: true,
  });
  const beyond = uses.length - taken.length + unreported;
  await tx.$executeRaw`
    UPDATE app_bypasses SET uses_kept = uses_kept + ${count}::int, uses_beyond = least(uses_beyond::bigint + ${beyond}::int, 1000000000)
     WHERE id = ${opening}::uuid`;
  return count;
}
