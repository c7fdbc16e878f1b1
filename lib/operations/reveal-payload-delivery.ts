import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findWholePayload } from "@/lib/deliveries/queries/find-whole-payload";
import { deliveryId } from "@/lib/deliveries/shapes";
import { defineOperation } from "./define";

/**
 * Shows one delivery's payload to one person, this once, with nothing masked. That they looked is in the record; what they saw is
 * neither there nor with the request: it comes back with the confirmation's answer alone.
 * @refuses delivery_not_found
 */
export const revealPayloadDelivery = defineOperation({
  name: "delivery.reveal-payload",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: deliveryId }),

  async preview({ actor }, { id }) {
    const delivery = await findDelivery(actor, id);
    if (!delivery) return refuse("delivery_not_found", { id });
    const { relyingParty, rowVersion, subject } = delivery;
    return ok({
      subject: `${id} → ${relyingParty.name}`,
      blast: { deliveries: 1, relyingParties: 0, people: subject ? 1 : 0, requests: 0 },
      lines: [{ key: "deliveries.reveal.once" }, { key: "deliveries.reveal.recorded" }],
      warnings: [{ key: "deliveries.reveal.personal" }],
      reversible: false,
      fingerprint: rowVersion,
      target: { id, rowVersion },
    });
  },

  async run({ actor }, { id }) {
    const payload = await findWholePayload(actor, id);
    if (payload === null) return refuse("delivery_not_found", { id });
    return ok({
      summary: { key: "deliveries.reveal.done" },
      href: `/deliveries/${id}`,
      facts: { deliveryId: id },
      handed: { payload: [payload] },
    });
  },
});
