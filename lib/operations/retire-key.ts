import "server-only";
import { z } from "zod";
import { refuse } from "@/lib/core/errors";
import { findRingOf } from "@/lib/keys/queries/find-ring";
import { ifRetired } from "@/lib/keys/rules/breakage";
import { mayRetire } from "@/lib/keys/rules/gates";
import { keyIn, ringVersion } from "@/lib/keys/rules/life";
import { actableKid } from "@/lib/keys/shapes/key";
import { keepStep } from "@/lib/keys/writes/rotation";
import { defineOperation } from "./define";
import { breakageWarnings, readersBlast, subjectOf } from "./keys/show-ring";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Takes a key out of the key set for good: one in grace, when nothing needs it any more; or one that never signed, which takes a
 * rotation back.
 * @refuses key_not_found, key_wrong_state, no_active_key, key_still_used, key_too_early, key_not_adopted, app_not_found,
 * service_not_hosted, service_suspended, task_under_way, target_changed, and what the host refuses
 * @source IdP contract: webhooks:retire_key, oidc:retire_key
 */
export const retireKey = defineOperation({
  name: "key.retire",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ kid: actableKid, override: z.boolean().default(false), leaked: z.boolean().default(false) }),

  async preview(context, { kid, override, leaked }) {
    const ring = await findRingOf(context.actor, kid);
    if (!ring) return refuse("key_not_found");
    const now = new Date(ring.at);
    const gate = mayRetire({ ring, kid, override, leaked, now });
    if (!gate.ok) return gate;
    const cancels = keyIn(ring, kid)?.state === "published";
    const breaks = ifRetired(ring, kid, now);
    return previewTask(
      context,
      ({ app }): Wanted => ({
        ...(ring.of === "tokens"
          ? { task: "oidc:retire_key", given: [kid] }
          : { task: "webhooks:retire_key", given: [ring.of, kid] }),
        version: ringVersion(ring),
        subject: `${subjectOf(ring)} ${kid}`,
        blast: readersBlast(ring, cancels ? 0 : breaks.deliveries),
        lines: [
          { key: cancels ? "keys.retire.cancels" : "keys.retire.leaves", values: { kid } },
          { key: "keys.retire.never", values: { kid } },
          ...(leaked && ring.of === "tokens" ? [{ key: "keys.leak" }] : []),
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: cancels ? [] : breakageWarnings(breaks),
        reversible: false,
      }),
    );
  },

  async run(context, { kid }, frozen) {
    const ring = await findRingOf(context.actor, kid);
    if (!ring) return refuse("key_not_found");
    const act = keyIn(ring, kid)?.state === "published" ? "cancel" : "retire";
    return runTask(context, frozen, (tx) => keepStep(tx, { request: context.request, act, kid, ring }));
  },

  reconcile: reconcileTask,
});
