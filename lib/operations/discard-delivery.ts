import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findDiscard } from "@/lib/deliveries/queries/find-discard";
import { judgeDiscard } from "@/lib/deliveries/rules/may-discard";
import { deliveryId } from "@/lib/deliveries/shapes";
import { keepDiscard } from "@/lib/deliveries/writes/discard";
import { defineOperation } from "./define";

/**
 * Sets a dead delivery aside: nobody retries it until an admin restores it. Its row stays as it is, dead in the IdP's own table.
 * @refuses delivery_not_found, already_delivered, not_dead, delivery_discarded
 */
export const discardDelivery = defineOperation({
  name: "delivery.discard",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  undo: "delivery.restore",
  input: z.strictObject({ id: deliveryId }),

  async preview({ actor }, { id }) {
    const delivery = await findDelivery(actor, id);
    if (!delivery) return refuse("delivery_not_found", { id });
    const judged = judgeDiscard(delivery, (await findDiscard(actor, id)) !== null);
    if (!judged.ok) return judged;
    const { relyingParty, rowVersion, subject } = delivery;
    return ok({
      subject: `${id} → ${relyingParty.name}`,
      blast: { deliveries: 1, relyingParties: 1, people: subject ? 1 : 0, requests: 0 },
      lines: [
        { key: "deliveries.discard.staysDead" },
        { key: "deliveries.discard.neverArrives", values: { relyingParty: relyingParty.name } },
      ],
      warnings: [],
      reversible: true,
      fingerprint: rowVersion,
      target: { id, rowVersion },
    });
  },

  async run({ actor, tx }, { id }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const kept = await keepDiscard(tx, { deliveryId: id, personId: actor.personId });
    if (!kept) return refuse("delivery_discarded", { id });
    return ok({ summary: { key: "deliveries.discard.done" }, href: `/deliveries/${id}`, facts: { deliveryId: id } });
  },
});
