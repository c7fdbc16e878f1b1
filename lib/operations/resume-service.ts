import "server-only";
import { askOfService } from "@/lib/connectors/render/hosted-services";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";
import { appInput, frozenService, previewChange } from "./deploys/plain-change";

/**
 * The host deploys it again, which takes as long as a deploy does.
 * @refuses app_not_found, service_not_hosted, service_not_suspended, target_changed, and what the host refuses
 * @source Render: POST /services/{id}/resume → 202 with an empty body
 */
export const resumeService = defineOperation({
  name: "service.resume",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: appInput,
  undo: "service.suspend",

  async preview(context, input) {
    return previewChange(context, input, ({ app, service }) =>
      !service.suspended
        ? refuse("service_not_suspended", { app: app.name })
        : ok({
            lines: [{ key: "deploys.resume.starts", values: { app: app.name } }],
            warnings: service.suspenders
              .filter((suspender) => suspender !== "user")
              .map((suspender) => ({ key: "deploys.resume.suspendedBy", values: { suspender } })),
            reversible: true,
          }),
    );
  },

  async run({ request }, _input, frozen) {
    const { app, serviceId, known } = frozenService.parse(frozen);
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation };
    const asked = await askHost({ ...follow, aim: "running", knownDeploys: known, knownInstances: [] }, () =>
      askOfService(serviceId, "resume"),
    );
    return asked.ok ? ok(taken(app, { app })) : asked;
  },

  reconcile: reconcileHost,
});
