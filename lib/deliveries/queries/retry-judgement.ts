import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import type { Refusal } from "@/lib/core/errors";
import { judgeRetry } from "../rules/may-retry";
import type { Delivery } from "../shapes";

/** Why this person can't retry this delivery as it stands, to be said beside the button; null when they can ask. */
export function retryJudgement(actor: HumanActor, delivery: Delivery): Refusal | null {
  if (!hasRole(actor, ["responder", "admin"])) return { code: "not_allowed" };
  const judged = judgeRetry(delivery);
  return judged.ok ? null : judged.refusal;
}
