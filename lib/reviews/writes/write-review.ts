import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { ReviewTexts } from "../shapes";

/** Keeps the answers. @returns whether they were still the words that the writer had read, and not filed */
export async function writeReview(
  tx: ConsoleTransaction,
  review: ReviewTexts & { id: string; version: number; writtenById: string },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    UPDATE reviews SET what_happened = ${review.whatHappened}, why = ${review.why}, what_to_change = ${review.whatToChange},
           version = version + 1, written_by_id = ${review.writtenById}::uuid, written_at = now()
     WHERE id = ${review.id}::uuid AND version = ${review.version} AND filed_at IS NULL`;
  return written === 1;
}

/** Closes a review for good. @returns whether it was still the one that was read */
export async function fileReview(
  tx: ConsoleTransaction,
  review: { id: string; version: number; filedById: string },
): Promise<boolean> {
  const filed = await tx.$executeRaw`
    UPDATE reviews SET filed_by_id = ${review.filedById}::uuid, filed_at = now()
     WHERE id = ${review.id}::uuid AND version = ${review.version} AND filed_at IS NULL AND actor_id <> ${review.filedById}::uuid`;
  return filed === 1;
}
