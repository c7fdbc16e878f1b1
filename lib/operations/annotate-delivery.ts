import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { deliveryId, noteText } from "@/lib/deliveries/shapes";
import { writeNote } from "@/lib/deliveries/writes/note";
import { defineOperation, quietPreview } from "./define";

/**
 * Leaves a note beside a delivery, for the next person.
 * @refuses delivery_not_found
 */
export const annotateDelivery = defineOperation({
  name: "delivery.annotate",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: deliveryId, text: noteText }),

  async preview({ actor }, { id }) {
    return (await findDelivery(actor, id)) ? ok(quietPreview(id)) : refuse("delivery_not_found", { id });
  },

  async run({ actor, tx }, { id, text }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    await writeNote(tx, { deliveryId: id, personId: actor.personId, text });
    return ok({ summary: { key: "deliveries.annotated" }, href: `/deliveries/${id}`, facts: { deliveryId: id } });
  },
});
