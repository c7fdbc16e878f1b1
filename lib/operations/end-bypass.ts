import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { findEndableGrant } from "@/lib/bypass/queries/live-grants";
import { grantId } from "@/lib/bypass/shapes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";
import { closeGrant } from "./perform/close-grant";

/**
 * Ends somebody's break-glass grant, one's own or another's: always safe, always quick. A review is owed from then on.
 * @refuses grant_ended
 */
export const endBypass = defineOperation({
  name: "bypass.end",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: grantId }),

  async preview(_context, { id }) {
    const grant = await findEndableGrant(id);
    return grant ? ok(quietPreview(grant.personName, { id })) : refuse("grant_ended");
  },

  async run({ actor, tx }, { id }) {
    const endedBy = isHuman(actor) ? actor.personId : null;
    const grant = await closeGrant(tx, { id, because: "hand", endedBy });
    if (!grant) return refuse("grant_ended");
    return ok({ summary: { key: "operations.bypassEnded" }, href: "/bypass", facts: { grantId: id } });
  },
});
