import "server-only";
import { z } from "zod";
import { refuse } from "@/lib/core/errors";
import { findRing } from "@/lib/keys/queries/find-ring";
import { mayPublish } from "@/lib/keys/rules/gates";
import { activeIn, ringVersion } from "@/lib/keys/rules/life";
import { ringName } from "@/lib/keys/shapes/key";
import { beginRotation } from "@/lib/keys/writes/rotation";
import { defineOperation } from "./define";
import { readersBlast, subjectOf } from "./keys/show-ring";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Publishes another key beside the one that signs: the first step of a planned rotation. Whoever verifies has time to fetch it.
 * @refuses relying_party_not_found, key_already_published, no_active_key, app_not_found, service_not_hosted, service_suspended,
 * task_under_way, target_changed, and what the host refuses
 * @source IdP contract: webhooks:publish_key, oidc:publish_key
 */
export const publishKey = defineOperation({
  name: "key.publish",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  undo: "key.retire",
  input: z.strictObject({ of: ringName }),

  async preview(context, { of }) {
    const ring = await findRing(context.actor, of);
    if (!ring) return refuse("relying_party_not_found");
    const gate = mayPublish(ring);
    if (!gate.ok) return gate;
    const kid = activeIn(ring)?.kid ?? "";
    return previewTask(
      context,
      ({ app }): Wanted => ({
        ...(of === "tokens" ? { task: "oidc:publish_key", given: [] } : { task: "webhooks:publish_key", given: [of] }),
        version: ringVersion(ring),
        subject: subjectOf(ring),
        blast: readersBlast(ring),
        lines: [
          { key: "keys.publish.beside", values: { kid } },
          { key: "keys.publish.soak", values: { count: ring.readers.length } },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: [],
        reversible: true,
      }),
    );
  },

  async run(context, { of }, frozen) {
    const ring = await findRing(context.actor, of);
    const oldKid = ring && activeIn(ring)?.kid;
    if (!oldKid) return refuse("no_active_key");
    const knownKids = ring.keys.map(({ kid }) => kid);
    const { id, requesterId } = context.request;
    return runTask(context, frozen, (tx) => beginRotation(tx, { id, beganBy: requesterId, of, oldKid, knownKids }));
  },

  reconcile: reconcileTask,
});
