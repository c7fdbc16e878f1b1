import "server-only";
import { z } from "zod";
import { digestOf } from "@/lib/core/canonical";
import { ok, refuse } from "@/lib/core/errors";
import { findDeliveriesOfNotices } from "@/lib/notices/queries/list-dead";
import { channels, noticeIds } from "@/lib/notices/shapes";
import { replayDeliveries } from "@/lib/notices/writes/replay-deliveries";
import { defineOperation, type Phrase, quietPreview } from "./define";

const target = z.strictObject({ ids: noticeIds });

/**
 * Sends notices again that their channels gave up on, in the order in which they were posted.
 * @refuses notice_not_found, notice_not_dead, target_changed
 */
export const replayNotice = defineOperation({
  name: "notice.replay",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ ids: noticeIds }),

  async preview({ actor }, { ids }) {
    const found = await findDeliveriesOfNotices(actor, ids);
    if (found.length !== new Set(ids).size) return refuse("notice_not_found");
    if (found.some(({ isDead }) => !isDead)) return refuse("notice_not_dead");
    const dead = found.map(({ notice }) => notice);
    const lines: Phrase[] = channels.flatMap((channel) => {
      const count = dead.filter((notice) => notice.channel === channel).length;
      return count > 0 ? [{ key: "channels.replay.again", values: { count, channel } }] : [];
    });
    return ok({
      ...quietPreview(`${dead.length}`, { ids: dead.map(({ id }) => id) }),
      lines,
      reversible: false,
      fingerprint: digestOf(dead.map(({ id, attempts, deadAt }) => [id, attempts, deadAt])),
    });
  },

  async run({ tx }, _input, frozen) {
    const { ids } = target.parse(frozen);
    const replayed = await replayDeliveries(tx, ids);
    if (replayed !== ids.length) return refuse("target_changed"); // guard: still-dead
    return ok({
      summary: { key: "channels.replay.done", values: { count: replayed } },
      href: "/settings/channels",
      facts: { notices: replayed },
    });
  },
});
