import "server-only";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findSignal } from "@/lib/signals/queries/find-signal";
import { clearing } from "@/lib/signals/shapes";
import { clearByHand } from "@/lib/signals/writes/clear-signal";
import { defineOperation, quietPreview } from "./define";

/**
 * Clears a signal by hand, with the reason: somebody has looked. Only a newer observation raises it again.
 * @refuses signal_not_found, signal_not_raised
 */
export const clearSignal = defineOperation({
  name: "signal.clear",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: clearing,

  async preview({ actor }, { id }) {
    const signal = await findSignal(actor, id);
    if (!signal) return refuse("signal_not_found");
    return signal.stands ? ok(quietPreview(signal.subject)) : refuse("signal_not_raised");
  },

  async run({ actor, tx }, { id, reason }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const cleared = await clearByHand(tx, { id, personId: actor.personId, reason });
    if (!cleared) return refuse("signal_not_raised");
    return ok({ summary: { key: "signals.cleared" }, href: "/triage", facts: { signalId: id } });
  },
});
