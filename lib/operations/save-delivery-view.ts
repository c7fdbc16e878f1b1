import "server-only";
import { z } from "zod";
import { canonical } from "@/lib/core/canonical";
import { ok, refuse } from "@/lib/core/errors";
import { deliverySearch, viewName } from "@/lib/deliveries/shapes";
import { saveView } from "@/lib/deliveries/writes/views";
import { defineOperation, quietPreview } from "./define";

/**
 * Keeps a search under a name, for oneself or for everybody who sees deliveries; in the place of one's own of that name.
 * @refuses view_limit
 */
export const saveDeliveryView = defineOperation({
  name: "delivery-view.save",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ name: viewName, search: deliverySearch, shared: z.boolean() }),
  undo: "delivery-view.remove",

  async preview({ actor }, { name }) {
    return actor.kind === "person" ? ok(quietPreview(name)) : refuse("not_allowed");
  },

  async run({ actor, tx }, { name, search, shared }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const id = await saveView(tx, { personId: actor.personId, name, query: canonical(search), shared });
    if (id === null) return refuse("view_limit"); // guard: view-limit
    return ok({ summary: { key: "deliveries.views.saved", values: { name } }, facts: { viewId: id, shared } });
  },
});
