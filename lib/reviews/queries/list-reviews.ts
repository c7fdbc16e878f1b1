import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import type { ReviewCard } from "../shapes";
import { type CardRow, cardColumns, reviewCard, reviewsWithNames } from "./columns";

const most = 200;

/** Every review that is still owed, the most urgent first. */
export async function listOwedReviews(actor: HumanActor): Promise<ReviewCard[]> {
  const rows = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${reviewsWithNames} WHERE r.filed_at IS NULL ORDER BY r.due_at, r.id LIMIT ${most}`;
  return rows.map((row) => reviewCard(row, actor));
}

/** Reviews that were filed, the latest first. @param before id of the last one that was shown */
export async function listFiledReviews(
  actor: HumanActor,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ cards: ReviewCard[]; more: boolean }> {
  const rows = await consoleDb().$queryRaw<CardRow[]>`
    SELECT ${cardColumns} FROM ${reviewsWithNames}
     WHERE r.filed_at IS NOT NULL
       AND (${before}::uuid IS NULL OR (r.filed_at, r.id) < (SELECT filed_at, id FROM reviews WHERE id = ${before}::uuid))
     ORDER BY r.filed_at DESC, r.id DESC LIMIT ${limit + 1}`;
  return { cards: rows.slice(0, limit).map((row) => reviewCard(row, actor)), more: rows.length > limit };
}

/** How many reviews wait for this very person: their own acts to be written about, and, for an admin, those of others to be filed. */
export async function countReviewsFor(actor: HumanActor): Promise<number> {
  const files = hasRole(actor, ["admin"]);
  const [counted] = await consoleDb().$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM reviews
     WHERE filed_at IS NULL AND (actor_id = ${actor.personId}::uuid OR ${files})
       AND (actor_id = ${actor.personId}::uuid) = ('' IN (btrim(what_happened), btrim(why), btrim(what_to_change)))`;
  return counted?.waiting ?? 0;
}
