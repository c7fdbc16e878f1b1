import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { judgeRetry } from "../rules/may-retry";
import type { Delivery, DeliveryActs } from "../shapes";

/** What this person can ask for on a delivery as it stands; why a retry is not possible is said beside its button. */
export function actJudgements(actor: HumanActor, delivery: Delivery, discarded: boolean): DeliveryActs {
  const [acts, admin] = [hasRole(actor, ["responder", "admin"]), hasRole(actor, ["admin"])];
  const retry = judgeRetry(delivery, discarded);
  const dead = delivery.state === "dead";
  return {
    retry: !acts ? { code: "not_allowed" } : retry.ok ? null : retry.refusal,
    markDelivered: admin && dead && delivery.lastStatus === 409,
    discard: admin && dead && !discarded,
    restore: admin && discarded,
    reveal: acts,
  };
}
