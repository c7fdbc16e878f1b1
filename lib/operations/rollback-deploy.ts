import "server-only";
import { defineOperation } from "./define";
import { reconcileHost } from "./deploys/ask-host";
import { previewRollback, rollBack, rollbackInput } from "./deploys/roll-back";

/**
 * Back to the last green deploy, without building again. Auto-deploy is switched off first. The worker follows it to its end.
 * @refuses app_not_found, service_not_hosted, service_suspended, no_last_green, rollback_under_way, target_changed, and what the host
 * refuses
 * @source IdP incident playbook, "롤백"; Render: POST /services/{id}/rollback leaves auto-deploy on
 */
export const rollbackDeploy = defineOperation({
  name: "deploy.rollback",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: rollbackInput,
  undo: "deploy.trigger",

  preview: previewRollback,

  async run(context, _input, frozen) {
    return rollBack(context, frozen);
  },

  reconcile: reconcileHost,
});
