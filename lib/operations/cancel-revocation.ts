import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { requestId } from "@/lib/requests/shapes";
import { setRevocationState } from "@/lib/sessions/writes/lease";
import { defineOperation } from "./define";
import { previewOpenRevocation } from "./sessions/control";

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

  async run({ tx }, { request }) {
    const from = ["running", "paused", "canceling"];
    if (!(await setRevocationState(tx, request, { from, to: "canceling" }))) return refuse("revocation_over");
    return ok({
      summary: { key: "sessions.canceling" },
      href: `/operations/${request}`,
      facts: { revocation: request },
    });
  },
});
