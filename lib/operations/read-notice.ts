import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { listOwnIds } from "@/lib/notices/queries/list-notices";
import { noticeIds } from "@/lib/notices/shapes";
import { readNotices } from "@/lib/notices/writes/read-notices";
import { defineOperation, quietPreview } from "./define";

/**
 * Marks notices of one's own as read.
 * @refuses notice_not_found (also for a notice that is somebody else's)
 */
export const readNotice = defineOperation({
  name: "notice.read",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ ids: noticeIds }),

  async preview({ actor }, { ids }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await listOwnIds(actor, ids);
    return own.length === new Set(ids).size ? ok(quietPreview(actor.name)) : refuse("notice_not_found"); // guard: own-notice
  },

  async run({ actor, tx }, { ids }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const read = await readNotices(tx, actor.personId, ids);
    return ok({ summary: { key: "notices.read" }, href: "/notices", facts: { notices: read } });
  },
});
