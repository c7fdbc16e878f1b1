import "server-only";
import { z } from "zod";
import { refuse } from "@/lib/core/errors";
import { findRingOf } from "@/lib/keys/queries/find-ring";
import { mayCompromise, useOf } from "@/lib/keys/rules/gates";
import { keyIn, ringVersion } from "@/lib/keys/rules/life";
import { actableKid } from "@/lib/keys/shapes/key";
import { defineOperation } from "./define";
import { readersBlast, subjectOf, trustLines } from "./keys/show-ring";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Revokes a webhook key and replaces it in one transaction of the identity provider's: another key signs, what is undelivered is
 * reassigned to it, and the relying party is told. Every admin is paged, and a review is owed.
 * @refuses key_not_found, key_task_missing, key_wrong_state, no_active_key, app_not_found, service_not_hosted, service_suspended,
 * task_under_way, target_changed, and what the host refuses
 * @source IdP contract: webhooks:compromise; IdP incident playbook, a webhook signing key may have leaked
 */
export const compromiseKey = defineOperation({
  name: "key.compromise",
  risk: "emergency",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ kid: actableKid }),

  async preview(context, { kid }) {
    const ring = await findRingOf(context.actor, kid);
    if (!ring) return refuse("key_not_found");
    const gate = mayCompromise({ ring, kid });
    if (!gate.ok) return gate;
    const { dead, waiting } = useOf(ring, kid);
    const signs = keyIn(ring, kid)?.state === "active";
    return previewTask(
      context,
      ({ app }): Wanted => ({
        task: "webhooks:compromise",
        given: [ring.of, kid],
        version: ringVersion(ring),
        subject: `${subjectOf(ring)} ${kid}`,
        blast: readersBlast(ring, dead + waiting),
        lines: [
          { key: signs ? "keys.compromise.replaced" : "keys.compromise.revoked", values: { kid } },
          ring.usesUnread
            ? { key: "keys.compromise.rowsUnread" }
            : { key: "keys.compromise.rows", values: { count: dead + waiting, waiting, dead } },
          { key: "keys.compromise.told", values: { relyingParty: subjectOf(ring) } },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: [
          ...trustLines(ring, kid, new Date(ring.at)),
          ...(signs ? [{ key: "keys.compromise.unknownAtFirst" }] : []),
        ],
        reversible: false,
      }),
    );
  },

  run: (context, _input, frozen) => runTask(context, frozen),
  reconcile: reconcileTask,
});
