import "server-only";
import { z } from "zod";
import { ok } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOpenRevocation, steerRevocation } from "./sessions/control";

/**
 * Ends a revocation before it is through: within a second no further session is revoked. Who is signed out stays signed out.
 * @refuses revocation_not_found, revocation_over
 */
export const cancelRevocation = defineOperation({
  name: "revocation.cancel",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),

  preview: (context, { request }) => previewOpenRevocation(context, request, ["running", "paused", "canceling"]),

  async run(context, { request }) {
    const set = await steerRevocation(context, request, { from: ["running", "paused", "canceling"], to: "canceling" });
    if (!set.ok) return set;
    return ok({
      summary: { key: "sessions.canceling" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
