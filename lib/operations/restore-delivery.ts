import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findDiscard } from "@/lib/deliveries/queries/find-discard";
import { judgeRestore } from "@/lib/deliveries/rules/may-discard";
import { deliveryId } from "@/lib/deliveries/shapes";
import { dropDiscard } from "@/lib/deliveries/writes/discard";
import { defineOperation } from "./define";

/**
 * Takes back what was set aside: it counts among the dead again, and may be retried.
 * @refuses delivery_not_found, not_discarded
 */
export const restoreDelivery = defineOperation({
  name: "delivery.restore",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  undo: "delivery.discard",
  input: z.strictObject({ id: deliveryId }),

  async preview({ actor }, { id }) {
    const delivery = await findDelivery(actor, id);
    if (!delivery) return refuse("delivery_not_found", { id });
    const discard = await findDiscard(actor, id);
    const judged = judgeRestore(delivery, discard !== null);
    if (!judged.ok) return judged;
    const { relyingParty, subject } = delivery;
    return ok({
      subject: `${id} → ${relyingParty.name}`,
      blast: { deliveries: 1, relyingParties: 1, people: subject ? 1 : 0, requests: 0 },
      lines: [{ key: "deliveries.restore.retriable" }],
      warnings: [],
      reversible: true,
      fingerprint: discard?.at ?? "",
      target: { id },
    });
  },

  async run({ tx }, { id }) {
    if (!(await dropDiscard(tx, id))) return refuse("not_discarded", { id });
    return ok({ summary: { key: "deliveries.restore.done" }, href: `/deliveries/${id}`, facts: { deliveryId: id } });
  },
});
