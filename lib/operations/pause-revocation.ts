import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { setRevocationState } from "@/lib/sessions/writes/lease";
import { defineOperation } from "./define";
import { previewOpenRevocation } from "./sessions/control";

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

  async run({ tx }, { request }) {
    const from = ["running", "paused"];
    if (!(await setRevocationState(tx, request, { from, to: "paused" }))) return refuse("revocation_over");
    return ok({
      summary: { key: "sessions.paused" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
