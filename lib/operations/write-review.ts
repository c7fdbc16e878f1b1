import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { findReview } from "@/lib/reviews/queries/find-review";
import { judgeWriting } from "@/lib/reviews/rules";
import { reviewId, reviewText, reviewVersion } from "@/lib/reviews/shapes";
import { writeReview as keepAnswers } from "@/lib/reviews/writes/write-review";
import { defineOperation, quietPreview } from "./define";

/**
 * Answers the three questions of an emergency act's review, as far as they are known. Nothing of the words goes into the record.
 * @refuses review_not_found, review_not_yours, review_filed, review_changed (somebody else wrote meanwhile)
 */
export const writeReview = defineOperation({
  name: "review.write",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({
    id: reviewId,
    version: reviewVersion,
    whatHappened: reviewText,
    why: reviewText,
    whatToChange: reviewText,
  }),

  async preview({ actor }, { id, version }) {
    const review = actor.kind === "person" ? await findReview(actor, id) : null;
    if (!review || actor.kind !== "person") return refuse("review_not_found");
    const judged = judgeWriting(review.state, { own: review.own, roles: actor.roles }); // guard: review-writer
    if (!judged.ok) return judged;
    if (review.version !== version) return refuse("review_changed");
    return ok(quietPreview(review.operation, { id, version }));
  },

  async run({ actor, tx }, input) {
    if (actor.kind !== "person") return refuse("not_allowed");
    if (!(await keepAnswers(tx, { ...input, writtenById: actor.personId }))) return refuse("review_changed");
    const { id, version } = input;
    return ok({
      summary: { key: "reviews.written" },
      href: `/approvals/reviews/${id}`,
      facts: { reviewId: id, version: version + 1 },
    });
  },
});
