import "server-only";
import { z } from "zod";
import { ok } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewPausedRevocation, steerRevocation } from "./sessions/control";

/**
 * Lets a revocation go on that somebody paused, or whose canary did not do what it should.
 * @refuses revocation_not_found, revocation_over, request_not_yours, nothing_to_change
 */
export const resumeRevocation = defineOperation({
  name: "revocation.resume",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),
  undo: "revocation.pause",

  preview: (context, { request }) => previewPausedRevocation(context, request),

  async run(context, { request }) {
    const set = await steerRevocation(context, request, { from: ["paused"], to: "running" });
    if (!set.ok) return set;
    return ok({
      summary: { key: "sessions.resumed" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
