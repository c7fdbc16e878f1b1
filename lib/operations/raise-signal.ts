import "server-only";
import { ok } from "@/lib/core/errors";
import { signalReport } from "@/lib/signals/shapes";
import { defineOperation, quietPreview } from "./define";
import { hearReport } from "./perform/hear-report";

/**
 * Keeps what somebody outside reports and no probe can sense, as evidence for triage. Said again it changes nothing, but that it stands
 * for another day.
 * @refuses invalid_input for an observation from the future, too_many_signals
 */
export const raiseSignal = defineOperation({
  name: "signal.raise",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: signalReport,

  async preview(_context, { kind }) {
    return ok(quietPreview(kind));
  },

  async run(context, report) {
    return hearReport(context, report, "raised");
  },
});
