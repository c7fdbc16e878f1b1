import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { triggerHostedDeploy } from "@/lib/connectors/render/deploys";
import { listEnvKeys, putEnvKey } from "@/lib/connectors/render/env-keys";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { listRunning, told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { isCommitted } from "@/lib/deploys/rules/is-committed";
import { confidedValue, envKeyName, valueCommitment } from "@/lib/deploys/shapes";
import { defineOperation } from "./define";
import { askHost, reconcileHost, taken } from "./deploys/ask-host";
import { frozenService, previewChange } from "./deploys/plain-change";

/**
 * One environment variable of a service, and the deploy without which it does nothing. The request holds a commitment to the value;
 * the value is confided with the confirmation and goes to the host alone. It is over when every instance is new.
 * @refuses app_not_found, service_not_hosted, service_suspended, value_not_committed, env_key_not_in_force, target_changed, and what the
 * host refuses
 * @source Render: PUT /services/{id}/env-vars/{key}; the plural address replaces the whole list and is never used
 */
export const setEnvKey = defineOperation({
  name: "env-key.set",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ app: appId, key: envKeyName, commitment: valueCommitment }),
  confided: confidedValue,

  async preview(context, { app, key }) {
    return previewChange(context, { app }, ({ app: known, service }) =>
      service.suspended
        ? refuse("service_suspended", { app: known.name })
        : ok({
            lines: [
              { key: "deploys.envKey.one", values: { key, app: known.name } },
              { key: "deploys.envKey.deploys" },
              { key: "deploys.envKey.unseen" },
            ],
            warnings: [{ key: "deploys.envKey.keepOpen" }],
            reversible: false,
            detail: key,
          }),
    );
  },

  async run({ actor, request, confided }, { app, key, commitment }, frozen) {
    const given = confidedValue.parse(confided);
    if (!isCommitted(given, commitment)) return refuse("value_not_committed"); // guard: value-commitment
    const { serviceId, known } = frozenService.parse(frozen);
    const running = await listRunning(actor, serviceId);
    if (!running.ok) return running;
    const written = await write(serviceId, key, given.value);
    if (!written.ok) return written;
    const follow = { requestId: request.id, appId: app, serviceId, operation: request.operation };
    const asked = await askHost(
      { ...follow, aim: "converged", knownDeploys: known, knownInstances: running.value, trigger: "api" },
      () => triggerHostedDeploy(serviceId),
    );
    return asked.ok ? ok(taken(app, { app, key })) : refuse("env_key_not_in_force", { key });
  },

  reconcile: reconcileHost,
});

/** Writes it, and reads the names back. Nothing is in force before a deploy: a write whose answer never came is no harm by itself. */
async function write(serviceId: string, key: string, value: string): Promise<Result<true>> {
  const answer = await putEnvKey(serviceId, key, value);
  if (!answer.ok && answer.failure.kind === "unknown_outcome") throw new Error("the host's answer never came");
  if (!answer.ok) return { ok: false, refusal: hostRefusal(answer.failure) };
  const names = told(await listEnvKeys(serviceId));
  if (!names.ok) return refuse("env_key_not_in_force", { key });
  return names.value.keys.includes(key) || !names.value.complete ? ok(true) : refuse("env_key_not_in_force", { key });
}
