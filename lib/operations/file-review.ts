import "server-only";
import { z } from "zod";
import { digestOf } from "@/lib/core/canonical";
import { ok, refuse } from "@/lib/core/errors";
import { findReview } from "@/lib/reviews/queries/find-review";
import { judgeFiling } from "@/lib/reviews/rules";
import { reviewId, reviewVersion } from "@/lib/reviews/shapes";
import { fileReview as closeReview } from "@/lib/reviews/writes/write-review";
import { defineOperation, type Phrase } from "./define";

const target = z.strictObject({ id: reviewId, version: reviewVersion, words: z.string() });

/**
 * Closes the review of an emergency act for good, by an admin who did not act. What is filed is what was read: its words' digest is
 * part of the request, and stands in the record.
 * @refuses review_not_found, self_review, review_incomplete, review_filed, target_changed
 */
export const fileReview = defineOperation({
  name: "review.file",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: reviewId }),

  async preview({ actor }, { id }) {
    const review = actor.kind === "person" ? await findReview(actor, id) : null;
    if (!review || actor.kind !== "person") return refuse("review_not_found");
    const { own, state, version, whatHappened, why, whatToChange } = review;
    const judged = judgeFiling(state, { own, roles: actor.roles });
    if (!judged.ok) return judged;
    const words = digestOf({ whatHappened, why, whatToChange });
    const lines: Phrase[] = [
      { key: "reviews.file.closes", values: { operation: review.operation, name: review.actorName } },
      { key: "reviews.file.asWritten", values: { name: review.writtenByName ?? review.actorName } },
    ];
    return ok({
      subject: `${review.operation} ${review.subject}`,
      blast: { deliveries: 0, relyingParties: 0, people: 0, requests: 1 },
      lines,
      warnings: review.late ? [{ key: "reviews.file.late" }] : [],
      reversible: false,
      fingerprint: `${version} ${words}`,
      target: { id, version, words },
    });
  },

  async run({ actor, tx }, _input, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const { id, version, words } = target.parse(frozen);
    if (!(await closeReview(tx, { id, version, filedById: actor.personId }))) return refuse("target_changed");
    return ok({
      summary: { key: "reviews.filed" },
      href: `/approvals/reviews/${id}`,
      facts: { reviewId: id, version, words },
    });
  },
});
