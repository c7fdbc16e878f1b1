import "server-only";
import { type ConsoleDb, type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { days } from "@/lib/core/duration";
import { consoleClerk } from "@/lib/triage/queries/console-clerk";
import { judgeReadiness, readinessRule } from "../rules/readiness";
import type { Readiness } from "../shapes";
import { type KnownHolder, readHolders } from "./holders";

/**
 * Whether break-glass is armed, and what is missing. It takes no actor: whoever stands before the closed door may know, and so may a
 * doctor without a session. It names nobody.
 */
export async function readiness(db: ConsoleDb | ConsoleTransaction = consoleDb()): Promise<Readiness> {
  const [holders, reviewsOwed] = [await readHolders(db), await countReviewsOwed(db)];
  return readinessOf(holders, reviewsOwed);
}

export function readinessOf(holders: readonly KnownHolder[], reviewsOwed: number): Readiness {
  const { armed, missing, usable } = judgeReadiness(
    holders.map(({ holder }) => holder),
    { reviewsOwed },
  );
  const drills = holders.flatMap(({ card }) => (card.drilledAt === null ? [] : [card.drilledAt])).sort();
  const lastDrillAt = drills.at(-1) ?? null;
  const goodForMs = days(readinessRule.drillGoodForDays);
  const drillGoodUntil = lastDrillAt && new Date(Date.parse(lastDrillAt) + goodForMs).toISOString();
  return { armed, missing, enrolled: holders.length, usable, lastDrillAt, drillGoodUntil };
}

/**
 * Reviews of openings that are over and should have been filed, drills aside. As long as Clerk has not come back nobody can sign in to
 * file one, and the door must not shut on the same outage: then only a late one counts.
 */
async function countReviewsOwed(db: ConsoleDb | ConsoleTransaction): Promise<number> {
  const owed = await db.$queryRaw<{ late: boolean }[]>`
    SELECT r.due_at <= now() AS late FROM reviews r JOIN bypass_grants g ON g.id = r.subject_id
     WHERE r.subject_kind = 'grant' AND r.filed_at IS NULL AND NOT g.drill AND g.ended_at IS NOT NULL`;
  const late = owed.filter((review) => review.late).length;
  if (late === owed.length) return late;
  return (await consoleClerk()).state === "answering" ? owed.length : late; // guard: review-in-outage
}
