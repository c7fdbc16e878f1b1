import "server-only";
import { askOfService } from "@/lib/connectors/render/hosted-services";
import { ok, refuse } from "@/lib/core/errors";
import { listRunning } from "@/lib/deploys/queries/find-hosted";
import { defineOperation } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";
import { appInput, frozenService, previewChange, type Words } from "./deploys/plain-change";

/**
 * New instances of what serves now, one after the other. It is over when none of those that ran before is left.
 * @refuses app_not_found, service_not_hosted, service_suspended, target_changed, and what the host refuses
 * @source Render: POST /services/{id}/restart → 200 with an empty body
 */
export const restartService = defineOperation({
  name: "service.restart",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: appInput,

  async preview(context, input) {
    return previewChange(context, input, ({ app, service, live }) =>
      service.suspended
        ? refuse("service_suspended", { app: app.name })
        : ok<Words>({
            lines: [
              { key: "deploys.restart.renews", values: { app: app.name } },
              { key: "deploys.restart.sameCommit", values: { deploy: live?.id ?? "–" } },
            ],
            reversible: false,
          }),
    );
  },

  async run({ actor, request }, _input, frozen) {
    const { app, serviceId, known } = frozenService.parse(frozen);
    const running = await listRunning(actor, serviceId);
    if (!running.ok) return running;
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation };
    const asked = await askHost(
      { ...follow, aim: "replaced", knownDeploys: known, knownInstances: running.value },
      () => askOfService(serviceId, "restart"),
    );
    return asked.ok ? ok(taken(app, { app, instances: running.value.length })) : asked;
  },

  reconcile: reconcileHost,
});
