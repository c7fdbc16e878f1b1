import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { listConnected } from "@/lib/notices/queries/list-routes";
import { channels } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { defineOperation, quietPreview } from "./define";

/**
 * Sends a test through one channel, behind whatever waits in it. How it went shows on the page of the channels.
 * @refuses channel_not_set_up
 */
export const testChannel = defineOperation({
  name: "channel.test",
  risk: "routine",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ channel: z.enum(channels) }),

  async preview({ actor }, { channel }) {
    return listConnected(actor).includes(channel)
      ? ok(quietPreview(channel))
      : refuse("channel_not_set_up", { channel });
  },

  async run({ actor, tx }, { channel }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    await postNotice(tx, {
      kind: "channel.test",
      href: "/settings/channels",
      audience: { personIds: [actor.personId] },
      urgency: "tell",
      dedupKey: `channel.test:${randomUUID()}`,
      values: { who: actor.name, channel },
      onlyChannel: channel,
    });
    return ok({ summary: { key: "channels.test.posted" }, href: "/settings/channels", facts: { channel } });
  },
});
