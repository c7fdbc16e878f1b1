import "server-only";
import { ok } from "@/lib/core/errors";
import { signalReport } from "@/lib/signals/shapes";
import { defineOperation, quietPreview } from "./define";
import { hearReport } from "./perform/hear-report";

/**
 * Takes back a signal that was reported in one's own name: it is over, says whoever raised it.
 * @refuses invalid_input for an observation from the future, signal_not_found
 */
export const withdrawSignal = defineOperation({
  name: "signal.withdraw",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: signalReport,

  async preview(_context, { kind }) {
    return ok(quietPreview(kind));
  },

  async run(context, report) {
    return hearReport(context, report, "cleared");
  },
});
