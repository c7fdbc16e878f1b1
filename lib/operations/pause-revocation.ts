import "server-only";
import { z } from "zod";
import { ok } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOpenRevocation, steerRevocation } from "./sessions/control";

/**
 * Stops a revocation for as long as nobody resumes it: within a second no further session is revoked.
 * @refuses revocation_not_found, revocation_over
 */
export const pauseRevocation = defineOperation({
  name: "revocation.pause",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),
  undo: "revocation.resume",

  preview: (context, { request }) => previewOpenRevocation(context, request, ["running", "paused"]),

  async run(context, { request }) {
    const set = await steerRevocation(context, request, { from: ["running", "paused"], to: "paused" });
    if (!set.ok) return set;
    return ok({
      summary: { key: "sessions.paused" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
