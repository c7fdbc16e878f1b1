import "server-only";
import { z } from "zod";
import { refuse } from "@/lib/core/errors";
import { findRingOf } from "@/lib/keys/queries/find-ring";
import { readServedSet } from "@/lib/keys/queries/served-set";
import { ifActivated } from "@/lib/keys/rules/breakage";
import { mayActivate } from "@/lib/keys/rules/gates";
import { activeIn, ringVersion } from "@/lib/keys/rules/life";
import { actableKid } from "@/lib/keys/shapes/key";
import { keepStep } from "@/lib/keys/writes/rotation";
import { defineOperation } from "./define";
import { breakageWarnings, readersBlast, subjectOf } from "./keys/show-ring";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Lets a published key sign from now on; the one before it goes into grace. From here a rotation only goes forward.
 * @refuses key_not_found, key_wrong_state, key_not_served, key_too_early, key_not_adopted, app_not_found, service_not_hosted,
 * service_suspended, task_under_way, target_changed, and what the host refuses
 * @source IdP contract: webhooks:activate_key, oidc:activate_key
 */
export const activateKey = defineOperation({
  name: "key.activate",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ kid: actableKid, override: z.boolean().default(false), leaked: z.boolean().default(false) }),

  async preview(context, { kid, override, leaked }) {
    const ring = await findRingOf(context.actor, kid);
    if (!ring) return refuse("key_not_found");
    const [served, now] = [await readServedSet(context.actor), new Date(ring.at)];
    const gate = mayActivate({ ring, kid, override, leaked, now, served: served.ok ? served.value : null });
    if (!gate.ok) return gate;
    const before = activeIn(ring)?.kid ?? "none";
    return previewTask(
      context,
      ({ app }): Wanted => ({
        ...(ring.of === "tokens"
          ? { task: "oidc:activate_key", given: [kid] }
          : { task: "webhooks:activate_key", given: [ring.of, kid] }),
        version: ringVersion(ring),
        subject: `${subjectOf(ring)} ${kid}`,
        blast: readersBlast(ring),
        lines: [
          { key: "keys.activate.signs", values: { kid, before } },
          { key: "keys.activate.forward" },
          ...(leaked && ring.of === "tokens" ? [{ key: "keys.leak" }] : []),
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: breakageWarnings(ifActivated(ring, kid, now)),
        reversible: false,
      }),
    );
  },

  async run(context, { kid }, frozen) {
    const ring = await findRingOf(context.actor, kid);
    if (!ring) return refuse("key_not_found");
    return runTask(context, frozen, (tx) => keepStep(tx, { request: context.request, act: "activate", kid, ring }));
  },

  reconcile: reconcileTask,
});
