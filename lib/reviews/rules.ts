import type { Role } from "@/lib/access/roles";
import { hours } from "@/lib/core/duration";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { type ReviewQuestion, type ReviewState, type ReviewTexts, reviewQuestions } from "./shapes";

/** How long after the act its review must be filed. @source design: access, §5 */
export const reviewWithinHours = 24;

/** The answers that are still missing, in the order in which they are asked. */
export const unanswered = (texts: ReviewTexts): ReviewQuestion[] =>
  reviewQuestions.filter((question) => texts[question].trim() === "");

export function reviewState(review: ReviewTexts & { filedAt: Date | null }): ReviewState {
  if (review.filedAt) return "filed";
  return unanswered(review).length === 0 ? "written" : "open";
}

/** Who looks at a review: whether the act was theirs, and what they are. */
export type Reader = { own: boolean; roles: readonly Role[] };

/** Who acted writes; an admin may write for somebody who can't. What is filed stays as it is. */
export function judgeWriting(state: ReviewState, { own, roles }: Reader): Result<true> {
  if (!own && !roles.includes("admin")) return refuse("review_not_yours");
  return state === "filed" ? refuse("review_filed") : ok(true);
}

/** Another admin closes it, when every question is answered. */
export function judgeFiling(state: ReviewState, { own, roles }: Reader): Result<true> {
  if (!roles.includes("admin")) return refuse("not_allowed");
  if (own) return refuse("self_review"); // guard: self-review
  if (state === "filed") return refuse("review_filed");
  return state === "open" ? refuse("review_incomplete") : ok(true);
}

/** How often it should have been told by now: when it is late, four hours later, and then once a day. */
export function escalationSteps(lateMs: number): number {
  if (lateMs < 0) return 0;
  return lateMs < hours(4) ? 1 : 2 + Math.floor(lateMs / hours(24));
}
