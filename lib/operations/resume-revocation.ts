import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { setRevocationState } from "@/lib/sessions/writes/lease";
import { defineOperation } from "./define";
import { previewPausedRevocation } from "./sessions/control";

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

  async run({ tx }, { request }) {
    if (!(await setRevocationState(tx, request, { from: ["paused"], to: "running" }))) return refuse("revocation_over");
    return ok({
      summary: { key: "sessions.resumed" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
