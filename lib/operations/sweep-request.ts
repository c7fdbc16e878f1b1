import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { forgetSets } from "@/lib/replays/writes/freeze";
import { requestCode } from "@/lib/requests/rules/digest";
import { expireRequests, loseRequests } from "@/lib/requests/writes/sweep-requests";
import { defineOperation, quietPreview } from "./define";
import { tellIncidentOfRun } from "./perform/tell-of-incident";

/** Closes what ran out of time, marks runs that crashed before they said how they ended as unknown, and forgets what nobody can run. */
export const sweepRequest = defineOperation({
  name: "request.sweep",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(5),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("requests"));
  },

  async run({ tx }) {
    const expired = await expireRequests(tx);
    const lost = await loseRequests(tx);
    for (const request of lost) await tellIncidentOfRun(tx, request, { ending: "unknown", code: "outcome_unknown" });
    for (const request of expired.filter(({ secondPerson }) => secondPerson)) {
      await postNotice(tx, {
        kind: "request.expired",
        href: `/operations/${request.id}`,
        audience: { personIds: [request.requesterId] },
        urgency: "tell",
        dedupKey: `request.expired/${request.id}`,
        settles: `approval.wanted/${request.id}`,
        values: { operation: request.operation, code: requestCode(request.digest) },
      });
    }
    const forgotten = await forgetSets(tx);
    return ok({
      summary: { key: "operations.swept" },
      facts: {
        expired: expired.map(({ id }) => id),
        lost: lost.map(({ id }) => id),
        forgotten,
        changed: expired.length + lost.length + forgotten,
      },
    });
  },
});
