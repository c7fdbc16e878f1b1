import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { findEndableOpening } from "@/lib/app-bypass/queries/list-openings";
import { openingId } from "@/lib/app-bypass/shapes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";
import { closeAppBypass } from "./perform/close-app-bypass";

/**
 * Ends what an app may do without Clerk, whoever opened it: always safe, always quick. Its next document says so, within seconds.
 * @refuses app_bypass_ended
 */
export const endAppBypass = defineOperation({
  name: "app-bypass.end",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ id: openingId }),

  async preview(_context, { id }) {
    const found = await findEndableOpening(id);
    return found ? ok(quietPreview(found.appName, { id })) : refuse("app_bypass_ended");
  },

  async run({ actor, tx, requestId }, { id }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const ended = await closeAppBypass(tx, { id, by: actor, requestId });
    if (!ended) return refuse("app_bypass_ended");
    return ok({
      summary: { key: "appBypass.ended", values: { name: ended.appName } },
      href: "/bypass",
      facts: { openingId: id, appId: ended.app },
    });
  },
});
