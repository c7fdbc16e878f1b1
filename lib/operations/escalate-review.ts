import "server-only";
import { z } from "zod";
import { minutes } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { escalateReviews } from "@/lib/reviews/writes/escalate-reviews";
import { defineOperation, quietPreview } from "./define";

/**
 * Tells every admin that a review is late: once when its time is over, again after four hours, and then every day until it is filed.
 * From the second time on it pages.
 */
export const escalateReview = defineOperation({
  name: "review.escalate",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: minutes(1),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("reviews"));
  },

  async run({ tx }) {
    const escalated = await escalateReviews(tx);
    for (const { id, operation, subject, step } of escalated)
      await postNotice(tx, {
        kind: "review.late",
        href: `/approvals/reviews/${id}`,
        audience: { roles: ["admin"] },
        urgency: step === 1 ? "tell" : "page",
        dedupKey: `review.late/${id}/${step}`,
        values: { operation, subject },
      });
    return ok({
      summary: { key: "reviews.escalated" },
      facts: { reviews: escalated.map(({ id }) => id), changed: escalated.length },
    });
  },
});
