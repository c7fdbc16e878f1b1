import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findExportState } from "@/lib/deliveries/queries/find-export";
import { exportTarget } from "@/lib/deliveries/shapes";
import { takeExport } from "@/lib/deliveries/writes/take-export";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { requestDigest } from "@/lib/requests/rules/digest";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation, quietPreview } from "./define";

const ofExport = "delivery.export";

/**
 * Hands out the file of one's own export, once and soon after it was confirmed. What it holds is read while it is sent.
 * @refuses request_not_found, request_not_yours, request_wrong_state, request_expired, digest_mismatch, file_taken
 */
export const takeExportDelivery = defineOperation({
  name: "delivery.take-export",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: requestId }),
  requestOf: ({ id }) => id,

  async preview({ actor }, { id }) {
    const request = await findStoredRequest(id);
    if (request?.operation !== ofExport) return refuse("request_not_found"); // guard: export-of-its-kind
    if (!isHuman(actor) || request.requesterId !== actor.personId) return refuse("request_not_yours"); // guard: export-person
    if (request.state !== "succeeded") return refuse("request_wrong_state", { state: request.state }); // guard: export-confirmed
    if (requestDigest(request) !== request.digest) return refuse("digest_mismatch"); // guard: export-digest
    const { taken, over } = await findExportState(id);
    if (taken) return refuse("file_taken");
    if (over) return refuse("request_expired"); // guard: export-age
    return ok(quietPreview(id, [request.inputText, request.targetText]));
  },

  async run({ tx }, { id }, frozen) {
    const [input, target] = z.tuple([z.string(), z.string()]).parse(frozen);
    if (!(await takeExport(tx, id))) return refuse("file_taken"); // guard: export-once
    const { rows } = exportTarget.parse(JSON.parse(target));
    return ok({
      summary: { key: "deliveries.export.taken" },
      href: `/operations/${id}`,
      facts: { requestId: id, rows },
      handed: { approved: [input, target] },
    });
  },
});
