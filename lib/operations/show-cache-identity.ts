import "server-only";
import { z } from "zod";
import { findIdentityVersion } from "@/lib/customers/queries/identity-users";
import { identityUserId } from "@/lib/customers/shapes";
import { defineOperation, settingsBlast } from "./define";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Prints what the identity provider's canonical cache holds of exactly one person, to the log of its job. It changes nothing.
 * @refuses app_not_found, service_not_hosted, service_suspended, task_under_way, target_changed, and what the host refuses
 * @source IdP contract: identity:show_canonical
 */
export const showCacheIdentity = defineOperation({
  name: "identity.show-cache",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ user: identityUserId }),

  async preview(context, { user }) {
    const version = await findIdentityVersion(context.actor, user);
    return previewTask(
      context,
      ({ app }): Wanted => ({
        task: "identity:show_canonical",
        given: [user],
        version: version ?? "none",
        subject: user,
        blast: settingsBlast,
        lines: [
          { key: "tasks.show.one", values: { user } },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: [],
        reversible: true,
      }),
    );
  },

  run: (context, _input, frozen) => runTask(context, frozen),
  reconcile: reconcileTask,
});
