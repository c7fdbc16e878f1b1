import "server-only";
import { z } from "zod";
import { refuse } from "@/lib/core/errors";
import { countUnsentLinks } from "@/lib/relying-parties/queries/count-unsent-links";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { relyingPartyId } from "@/lib/relying-parties/shapes";
import { defineOperation } from "./define";
import { previewTask, reconcileTask, runTask, type Wanted } from "./tasks/run-task";

/**
 * Sends a relying party every confirmed identity link that it was never sent. What was sent is skipped: a second run does nothing.
 * @refuses relying_party_not_found, app_not_found, service_not_hosted, service_suspended, task_under_way, target_changed, and what the
 * host refuses
 * @source IdP contract: webhooks:backfill_existing_links_to_rp
 */
export const backfillLinksRelyingParty = defineOperation({
  name: "relying-party.backfill-links",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ id: relyingPartyId }),

  async preview(context, { id }) {
    const party = await findRelyingParty(context.actor, id);
    if (!party) return refuse("relying_party_not_found");
    const { name: relyingParty, webhookEnabled, rowVersion } = party;
    const links = await countUnsentLinks(context.actor, id);
    return previewTask(
      context,
      ({ app }): Wanted => ({
        task: "webhooks:backfill_existing_links_to_rp",
        given: [id],
        version: rowVersion,
        subject: relyingParty,
        blast: { deliveries: 0, relyingParties: 1, people: links ?? 0, requests: links ?? 0 },
        lines: [
          { key: "tasks.backfill.links", values: { relyingParty, links: links ?? "unknown" } },
          { key: "tasks.backfill.enforcement" },
          { key: "tasks.beside", values: { app: app.name } },
        ],
        warnings: webhookEnabled ? [] : [{ key: "tasks.backfill.off", values: { relyingParty } }],
        reversible: false,
      }),
    );
  },

  run: (context, _input, frozen) => runTask(context, frozen),
  reconcile: reconcileTask,
});
