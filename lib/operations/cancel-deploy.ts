import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { cancelHostedDeploy } from "@/lib/connectors/render/deploys";
import { ok, refuse } from "@/lib/core/errors";
import { findHosted } from "@/lib/deploys/queries/find-hosted";
import { isUnderWay } from "@/lib/deploys/rules/under-way";
import { deployId } from "@/lib/deploys/shapes";
import { defineOperation, quietPreview } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";

const target = z.strictObject({ serviceId: z.string(), known: z.array(z.string()) });

/**
 * Stops a deploy before it serves. What serves now goes on.
 * @refuses app_not_found, service_not_hosted, deploy_not_found, deploy_ended, and what the host refuses
 * @source Render: POST /services/{id}/deploys/{deployId}/cancel
 */
export const cancelDeploy = defineOperation({
  name: "deploy.cancel",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ app: appId, deploy: deployId }),

  async preview({ actor }, { app, deploy }) {
    const found = await findHosted(actor, app);
    if (!found.ok) return found;
    const { deploys, serviceId } = found.value;
    const wanted = deploys.find(({ id }) => id === deploy);
    if (!wanted) return refuse("deploy_not_found");
    if (!isUnderWay(wanted.status)) return refuse("deploy_ended", { status: wanted.status });
    return ok(quietPreview(`${found.value.app.name} ${deploy}`, { serviceId, known: deploys.map(({ id }) => id) }));
  },

  async run({ request }, { app, deploy }, frozen) {
    const { serviceId, known } = target.parse(frozen);
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation, deployId: deploy };
    const asked = await askHost({ ...follow, aim: "canceled", knownDeploys: known, knownInstances: [] }, () =>
      cancelHostedDeploy(serviceId, deploy),
    );
    return asked.ok ? ok(taken(app, { app, deployId: deploy })) : asked;
  },

  reconcile: reconcileHost,
});
