import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { type ReviewCard, reviewId } from "../shapes";
import { type CardRow, cardColumns, reviewCard, reviewsWithNames } from "./columns";

/** One review. Everybody with a role may read reviews; null for a malformed id too. */
export async function findReview(actor: HumanActor, id: string): Promise<ReviewCard | null> {
  if (!reviewId.safeParse(id).success) return null;
  const [row] = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${reviewsWithNames} WHERE r.id = ${id}::uuid`;
  return row ? reviewCard(row, actor) : null;
}
