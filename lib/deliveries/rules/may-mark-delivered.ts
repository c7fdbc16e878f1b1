import { ok, type Result, refuse } from "@/lib/core/errors";
import type { Delivery } from "../shapes";
import { wasSentBefore } from "./cause";

/** A key shorter than this could stand in an error by chance. */
const shortestKey = 8;

type Conflict = Pick<Delivery, "id" | "state" | "lastStatus" | "lastError" | "attempts" | "idempotencyKey">;

/** Whether the relying party can have this delivery already: its key went out before, or its answer names the key. */
export const mayHaveIt = (delivery: Conflict, evidenceKept: boolean): boolean =>
  wasSentBefore({ attempts: delivery.attempts, evidenceKept }) || echoesKey(delivery);

function echoesKey({ idempotencyKey, lastError }: Conflict): boolean {
  return idempotencyKey.length >= shortestKey && (lastError?.includes(idempotencyKey) ?? false);
}

/**
 * Whether a dead delivery may be taken for delivered: its relying party answered 409, and the key was sent before or is echoed.
 * @refuses already_delivered, not_dead, not_a_conflict, never_sent_before
 * @source IdP incident playbook: a 409 for a key that was processed is a success
 */
export function judgeMarkDelivered(delivery: Conflict, evidenceKept: boolean): Result<true> {
  if (delivery.state === "delivered") return refuse("already_delivered", { id: delivery.id });
  if (delivery.state !== "dead") return refuse("not_dead", { id: delivery.id });
  if (delivery.lastStatus !== 409) return refuse("not_a_conflict", { id: delivery.id }); // guard: conflict-only
  if (!mayHaveIt(delivery, evidenceKept)) return refuse("never_sent_before", { id: delivery.id }); // guard: sent-before
  return ok(true);
}
