import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { listConnected, listRoutes } from "@/lib/notices/queries/list-routes";
import { dispatchNotices } from "@/lib/notices/writes/dispatch-notices";
import { defineOperation, quietPreview } from "./define";

/** Gives every new notice its place in the channels that carry it. Who posted it waited for none of this. */
export const dispatchNotice = defineOperation({
  name: "notice.dispatch",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(1),
  // The notices and what became of them are their own history.
  recorded: () => false,
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("notices"));
  },

  async run({ actor, tx }) {
    const connected = new Set(listConnected(actor));
    const routes = (await listRoutes(actor)).filter(({ channel }) => connected.has(channel));
    return ok({ summary: { key: "notices.dispatched" }, facts: { notices: await dispatchNotices(tx, routes) } });
  },
});
