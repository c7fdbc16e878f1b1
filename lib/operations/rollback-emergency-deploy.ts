import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { mayRollBackAlone } from "@/lib/deploys/rules/alone";
import { triage } from "@/lib/triage/queries/triage";
import { defineOperation } from "./define";
import { reconcileHost } from "./deploys/ask-host";
import { previewRollback, rollBack, rollbackInput } from "./deploys/roll-back";

const live = z.object({ liveId: z.string() });

/**
 * The same without a second person, as long as our own probes say sev1 and suspect the deploy that serves now. Every admin is paged,
 * and a review is owed.
 * @refuses deploy_not_suspected, and what `deploy.rollback` refuses
 * @source design: access §2
 */
export const rollbackEmergencyDeploy = defineOperation({
  name: "deploy.rollback-emergency",
  risk: "emergency",
  allows: ["responder", "admin"],
  reach: "world",
  input: rollbackInput,
  undo: "deploy.trigger",

  async preview(context, input) {
    const [seen, shown] = await Promise.all([triage(context.actor), previewRollback(context, input)]);
    if (!shown.ok) return shown;
    const { liveId } = live.parse(shown.value.target);
    if (!mayRollBackAlone(seen, liveId)) return refuse("deploy_not_suspected");
    const since = seen.suspectedDeploys.find(({ deploy }) => deploy === liveId)?.since ?? "";
    const suspected = { key: "deploys.rollback.suspected", values: { since } };
    return ok({ ...shown.value, lines: [suspected, ...shown.value.lines] });
  },

  async run(context, _input, frozen) {
    return rollBack(context, frozen);
  },

  reconcile: reconcileHost,
});
