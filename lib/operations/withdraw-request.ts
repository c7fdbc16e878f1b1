import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { isOpen } from "@/lib/requests/rules/transitions";
import { requestId } from "@/lib/requests/shapes";
import { moveRequest } from "@/lib/requests/writes/move-request";
import { defineOperation, quietPreview } from "./define";

/**
 * Takes back a request of one's own that has not run.
 * @refuses request_not_found, request_not_yours, request_wrong_state
 */
export const withdrawRequest = defineOperation({
  name: "request.withdraw",
  risk: "stop",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ id: requestId }),
  requestOf: ({ id }) => id,

  async preview({ actor }, { id }) {
    const request = await findStoredRequest(id);
    if (!request) return refuse("request_not_found");
    if (!isHuman(actor) || request.requesterId !== actor.personId) return refuse("request_not_yours");
    if (!isOpen(request.state)) return refuse("request_wrong_state", { state: request.state });
    return ok(quietPreview(request.operation, { id }));
  },

  async run({ tx }, { id }) {
    if (!(await moveRequest(tx, id, "withdrawn"))) return refuse("request_wrong_state");
    return ok({ summary: { key: "operations.withdrawn" }, href: `/operations/${id}`, facts: { requestId: id } });
  },
});
