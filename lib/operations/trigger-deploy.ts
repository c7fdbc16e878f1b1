import "server-only";
import { triggerHostedDeploy } from "@/lib/connectors/render/deploys";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";
import { appInput, frozenService, previewChange, type Words } from "./deploys/plain-change";

/**
 * Deploys the newest commit of its branch. The host may only queue it, and then says nothing of the deploy: the worker finds it.
 * @refuses app_not_found, service_not_hosted, service_suspended, target_changed, and what the host refuses
 * @source Render: POST /services/{id}/deploys → 201, or 202 with an empty body
 */
export const triggerDeploy = defineOperation({
  name: "deploy.trigger",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: appInput,
  undo: "deploy.rollback",

  async preview(context, input) {
    return previewChange(context, input, ({ app, service, live }) =>
      service.suspended
        ? refuse("service_suspended", { app: app.name })
        : ok<Words>({
            lines: [
              { key: "deploys.trigger.builds", values: { app: app.name } },
              { key: "deploys.trigger.replaces", values: { deploy: live?.id ?? "–" } },
            ],
            reversible: true,
          }),
    );
  },

  async run({ request }, _input, frozen) {
    const { app, serviceId, known } = frozenService.parse(frozen);
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation };
    const asked = await askHost(
      { ...follow, aim: "deploy", knownDeploys: known, knownInstances: [], trigger: "api" },
      () => triggerHostedDeploy(serviceId),
    );
    return asked.ok ? ok(taken(app, { app })) : asked;
  },

  reconcile: reconcileHost,
});
