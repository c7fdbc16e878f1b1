import "server-only";
import { askOfService } from "@/lib/connectors/render/hosted-services";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";
import { appInput, frozenService, previewChange } from "./deploys/plain-change";

/**
 * Nobody is served any more until it is resumed.
 * @refuses app_not_found, service_not_hosted, service_suspended, target_changed, and what the host refuses
 * @source Render: POST /services/{id}/suspend → 202 with an empty body
 */
export const suspendService = defineOperation({
  name: "service.suspend",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: appInput,
  undo: "service.resume",

  async preview(context, input) {
    return previewChange(context, input, ({ app, service }) =>
      service.suspended
        ? refuse("service_suspended", { app: app.name })
        : ok({
            lines: [{ key: "deploys.suspend.stops", values: { app: app.name } }, { key: "deploys.suspend.until" }],
            reversible: true,
          }),
    );
  },

  async run({ request }, _input, frozen) {
    const { app, serviceId, known } = frozenService.parse(frozen);
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation };
    const asked = await askHost({ ...follow, aim: "suspended", knownDeploys: known, knownInstances: [] }, () =>
      askOfService(serviceId, "suspend"),
    );
    return asked.ok ? ok(taken(app, { app })) : asked;
  },

  reconcile: reconcileHost,
});
