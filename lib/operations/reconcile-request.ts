import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { canonical, type Json } from "@/lib/core/canonical";
import { ok, refuse } from "@/lib/core/errors";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { requestId, type StoredRequest } from "@/lib/requests/shapes";
import { moveRequest } from "@/lib/requests/writes/move-request";
import { type Context, defineOperation, type Operation, quietPreview, type Reconciled } from "./define";
import { tellIncidentOfRun } from "./perform/tell-of-incident";

/**
 * Finds out by reading the world whether a run of unknown outcome happened, and writes that down. It never runs it again.
 * @refuses request_not_found, request_not_yours, request_wrong_state, outcome_unknown (the world doesn't say)
 */
export const reconcileRequest = defineOperation({
  name: "request.reconcile",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: requestId }),
  requestOf: ({ id }) => id,

  async preview({ actor }, { id }) {
    const request = await findStoredRequest(id);
    if (!request) return refuse("request_not_found");
    const own = isHuman(actor) && request.requesterId === actor.personId;
    if (!own && !hasRole(actor, ["admin"])) return refuse("request_not_yours");
    if (request.state !== "unknown") return refuse("request_wrong_state", { state: request.state });
    return ok(quietPreview(request.operation, { id }));
  },

  async run({ tx, ...context }, { id }) {
    const request = await findStoredRequest(id);
    const operation = request && context.operationNamed(request.operation);
    if (!request || !operation) return refuse("request_not_found");
    const found = await whatHappened(operation, context, request);
    if (found.happened === "undecided") return refuse("outcome_unknown");
    const to = found.happened ? "succeeded" : "failed";
    const ending = found.happened
      ? { outcomeText: canonical(found.outcome as unknown as Json) }
      : { failureCode: request.failureCode ?? "outcome_unknown" };
    if (!(await moveRequest(tx, id, to, ending))) return refuse("request_wrong_state");
    await tellIncidentOfRun(tx, request, { ending: to, code: found.happened ? null : (ending.failureCode ?? null) });
    return ok({
      summary: { key: "operations.reconciled" },
      href: `/operations/${id}`,
      facts: { requestId: id, happened: found.happened },
    });
  },
});

/** What touches our own database alone is written in one transaction with its outcome: no outcome, so it did not happen. */
const whatHappened = async (operation: Operation, context: Context, request: StoredRequest): Promise<Reconciled> =>
  operation.reach === "world" ? operation.reconcile(context, request) : { happened: false };
