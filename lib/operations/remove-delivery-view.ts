import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { viewId } from "@/lib/deliveries/shapes";
import { removeView } from "@/lib/deliveries/writes/views";
import { defineOperation, quietPreview } from "./define";

/**
 * Removes a view of one's own, shared or not.
 * @refuses view_not_found, also for one that is somebody else's
 */
export const removeDeliveryView = defineOperation({
  name: "delivery-view.remove",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: viewId }),

  async preview({ actor }, { id }) {
    return actor.kind === "person" ? ok(quietPreview(id)) : refuse("not_allowed");
  },

  async run({ actor, tx }, { id }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const name = await removeView(tx, id, actor.personId);
    if (name === null) return refuse("view_not_found");
    return ok({ summary: { key: "deliveries.views.removed", values: { name } }, facts: { viewId: id } });
  },
});
