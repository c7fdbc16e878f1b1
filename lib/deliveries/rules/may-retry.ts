import { ok, type Result, refuse } from "@/lib/core/errors";
import type { Delivery } from "../shapes";

/**
 * Whether one dead delivery may be retried as it stands.
 * @refuses already_delivered, not_dead, delivery_discarded, relying_party_off (its rows wait unchanged, so a retry would show nothing)
 */
export function judgeRetry(
  delivery: Pick<Delivery, "id" | "state" | "relyingParty">,
  discarded: boolean,
): Result<true> {
  if (delivery.state === "delivered") return refuse("already_delivered", { id: delivery.id });
  if (delivery.state !== "dead") return refuse("not_dead", { id: delivery.id });
  if (discarded) return refuse("delivery_discarded", { id: delivery.id }); // guard: not-discarded
  if (!delivery.relyingParty.webhookEnabled)
    return refuse("relying_party_off", { relyingParty: delivery.relyingParty.name });
  return ok(true);
}
