import "server-only";
import { z } from "zod";
import { findIdentityVersion } from "@/lib/customers/queries/identity-users";
import { identityUserId } from "@/lib/customers/shapes";
import { defineOperation, settingsBlast } from "./define";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Empties the identity provider's canonical cache of exactly one person: whom they were merged into is looked up anew.
 * @refuses app_not_found, service_not_hosted, service_suspended, task_under_way, target_changed, and what the host refuses
 * @source IdP contract: identity:purge_canonical
 */
export const purgeCacheIdentity = defineOperation({
  name: "identity.purge-cache",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ user: identityUserId }),

  async preview(context, { user }) {
    const version = await findIdentityVersion(context.actor, user);
    return previewTask(
      context,
      ({ app }): Wanted => ({
        task: "identity:purge_canonical",
        given: [user],
        version: version ?? "none",
        subject: user,
        blast: { ...settingsBlast, people: 1 },
        lines: [
          { key: "tasks.purge.one", values: { user } },
          { key: "tasks.purge.anew" },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: version === null ? [{ key: "tasks.purge.nobody", values: { user } }] : [],
        reversible: true,
      }),
    );
  },

  run: (context, _input, frozen) => runTask(context, frozen),
  reconcile: reconcileTask,
});
