import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { readHostedService, setMaintenance } from "@/lib/connectors/render/hosted-services";
import { ok, refuse } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { defineOperation, type Outcome } from "./define";
import { frozenService, previewChange } from "./deploys/plain-change";

const input = z.strictObject({ app: appId, enabled: z.boolean() });

/**
 * Shows everybody the host's own page instead of the service, or the service again. The host's answer says whether it is so.
 * @refuses app_not_found, service_not_hosted, nothing_to_change, target_changed, and what the host refuses
 * @source Render: PATCH /services/{id} `serviceDetails.maintenanceMode`, web services only
 */
export const maintenanceService = defineOperation({
  name: "service.maintenance",
  risk: "grave",
  allows: ["responder", "admin"],
  reach: "world",
  input,
  undo: "service.maintenance",

  async preview(context, { app, enabled }) {
    return previewChange(context, { app }, ({ app: known, service }) =>
      (service.maintenance ?? false) === enabled
        ? refuse("nothing_to_change")
        : ok({
            lines: [
              { key: enabled ? "deploys.maintenance.on" : "deploys.maintenance.off", values: { app: known.name } },
            ],
            reversible: true,
          }),
    );
  },

  async run(_context, { app, enabled }, frozen) {
    const { serviceId } = frozenService.parse(frozen);
    const answer = await setMaintenance(serviceId, enabled);
    if (answer.ok) return ok(done(app, enabled));
    if (answer.failure.kind === "unknown_outcome") throw new Error("the host's answer never came");
    return { ok: false, refusal: hostRefusal(answer.failure) };
  },

  async reconcile(_context, request) {
    const { app, enabled } = input.parse(JSON.parse(request.inputText));
    const { serviceId } = frozenService.parse(JSON.parse(request.targetText));
    const service = told(await readHostedService(serviceId));
    if (!service.ok) return { happened: "undecided" };
    return service.value.maintenance === enabled
      ? { happened: true, outcome: done(app, enabled) }
      : { happened: false };
  },
});

const done = (app: string, enabled: boolean): Outcome => ({
  summary: { key: enabled ? "deploys.maintenance.isOn" : "deploys.maintenance.isOff", values: { app } },
  href: `/deploys?app=${app}`,
  facts: { app, enabled },
});
