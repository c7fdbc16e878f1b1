import "server-only";
import { z } from "zod";
import { forgetOldAttempts } from "@/lib/bypass/writes/forget-old";
import { minutes } from "@/lib/core/duration";
import { ok, refuse } from "@/lib/core/errors";
import { forgetOldObservations } from "@/lib/deliveries/writes/forget-old";
import { forgetOldNotices } from "@/lib/notices/writes/forget-old";
import { forgetOldFailedProofs } from "@/lib/requests/writes/forget-old";
import { defineOperation, quietPreview } from "./define";

/** Less than a worker's statement may take, however full the tables are; the next round goes on. */
const mostAtOnce = 5_000;

/**
 * Forgets what nobody needs any more: rows that only grow, each kind after its own time. Never the record, and nothing that a request, an
 * approval, a proof, an incident or a review consists of.
 */
export const forgetLeftover = defineOperation({
  name: "leftover.forget",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: minutes(10),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("leftovers"));
  },

  async run({ actor, tx }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    const counts = {
      notices: await forgetOldNotices(tx, mostAtOnce),
      observations: await forgetOldObservations(tx, mostAtOnce),
      attempts: await forgetOldAttempts(tx, mostAtOnce),
      failedProofs: await forgetOldFailedProofs(tx, mostAtOnce),
    };
    const changed = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return ok({ summary: { key: "operations.leftoversForgotten" }, facts: changed === 0 ? { changed } : counts });
  },
});
