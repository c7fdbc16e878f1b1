import "server-only";
import { z } from "zod";
import { countIdentityUsers } from "@/lib/customers/queries/identity-users";
import { defineOperation, settingsBlast } from "./define";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Empties the identity provider's canonical cache of everybody. Every sign-in looks its person up in the database until it is warm again.
 * @refuses app_not_found, service_not_hosted, service_suspended, task_under_way, target_changed, and what the host refuses
 * @source IdP contract: identity:purge_canonical_all
 */
export const purgeCacheAllIdentity = defineOperation({
  name: "identity.purge-cache-all",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({}),

  async preview(context) {
    const people = await countIdentityUsers(context.actor);
    return previewTask(
      context,
      ({ app }): Wanted => ({
        task: "identity:purge_canonical_all",
        given: [],
        subject: app.name,
        blast: { ...settingsBlast, people },
        lines: [
          { key: "tasks.purge.all" },
          { key: "tasks.purge.anew" },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: [{ key: "tasks.purge.load" }],
        reversible: true,
      }),
    );
  },

  run: (context, _input, frozen) => runTask(context, frozen),
  reconcile: reconcileTask,
});
