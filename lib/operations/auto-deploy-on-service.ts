import "server-only";
import { readHostedService, setAutoDeploy } from "@/lib/connectors/render/hosted-services";
import { consoleDb } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { defineOperation, type Outcome } from "./define";
import { appInput, frozenService, previewChange } from "./deploys/plain-change";
import { settlePauses } from "./deploys/settle-pauses";

/**
 * Lets pushes deploy by themselves again, which ends the reminder that a rollback leaves behind.
 * @refuses app_not_found, service_not_hosted, auto_deploy_on, target_changed, and what the host refuses
 * @source Render: PATCH /services/{id} `autoDeploy`
 */
export const autoDeployOnService = defineOperation({
  name: "service.auto-deploy-on",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input: appInput,

  async preview(context, input) {
    return previewChange(context, input, ({ app, service, live }) =>
      service.autoDeploy === true
        ? refuse("auto_deploy_on", { app: app.name })
        : ok({
            lines: [{ key: "deploys.autoDeploy.nextPush", values: { app: app.name } }],
            warnings: live?.trigger === "rollback" ? [{ key: "deploys.autoDeploy.comesBack" }] : [],
            reversible: true,
          }),
    );
  },

  async run(_context, { app }, frozen) {
    const { serviceId } = frozenService.parse(frozen);
    const answer = await setAutoDeploy(serviceId, true);
    if (!answer.ok && answer.failure.kind === "unknown_outcome") throw new Error("the host's answer never came");
    if (!answer.ok) return { ok: false, refusal: hostRefusal(answer.failure) };
    await consoleDb().$transaction((tx) => settlePauses(tx, app, serviceId));
    return ok(done(app));
  },

  async reconcile(_context, request) {
    const { app, serviceId } = frozenService.parse(JSON.parse(request.targetText));
    const service = told(await readHostedService(serviceId));
    if (!service.ok) return { happened: "undecided" };
    if (service.value.autoDeploy !== true) return { happened: false };
    await consoleDb().$transaction((tx) => settlePauses(tx, app, serviceId));
    return { happened: true, outcome: done(app) };
  },
});

const done = (app: string): Outcome => ({
  summary: { key: "deploys.autoDeploy.isOn", values: { app } },
  href: `/deploys?app=${app}`,
  facts: { app },
});
