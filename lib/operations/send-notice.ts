import "server-only";
import { z } from "zod";
import { carry, connectedChannels } from "@/lib/connectors/channels";
import type { OutgoingNotice } from "@/lib/connectors/outgoing";
import type { Answer } from "@/lib/connectors/request";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { carryOn } from "@/lib/core/traces/span";
import { speak } from "@/lib/i18n/speak";
import { listRecipients } from "@/lib/notices/queries/list-recipients";
import { goesDownAt, noRecipient } from "@/lib/notices/rules/retry";
import { sayable } from "@/lib/notices/rules/sayable";
import { type AttemptResult, attemptResult, type Channel, type NoticeValues } from "@/lib/notices/shapes";
import { type LeasedDelivery, leaseDelivery } from "@/lib/notices/writes/lease-delivery";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { type Settled, settleDelivery } from "@/lib/notices/writes/settle-delivery";
import { defineOperation, quietPreview } from "./define";

/**
 * Writes down how an attempt to send a notice ended; a record row follows when it was given up. The attempts themselves are made
 * by the worker, one at a time in each channel, oldest first.
 */
export const sendNotice = defineOperation({
  name: "notice.send",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({ deliveryId: z.uuid(), lease: z.uuid(), result: attemptResult }),
  recorded: ({ result }) => result.state === "failed",

  rounds: {
    // Slack takes about one message a second. @source Slack, rate limits: incoming webhooks
    everyMs: seconds(1),
    lanes: connectedChannels,
    async pass({ actor, lane, perform }) {
      const channel = lane as Channel;
      const leased = await consoleDb().$transaction((tx) => leaseDelivery(tx, channel));
      if (!leased) return;
      await carryOn(leased.traceparent, "job notice.send", {}, async () => {
        const recipients = channel === "mail" ? await listRecipients(actor, leased.noticeId) : [];
        const answer = await carry(channel, outgoing(leased), recipients).catch(unheardOf);
        await perform({ deliveryId: leased.deliveryId, lease: leased.lease, result: resultOf(answer) });
      });
    },
  },

  async preview(_context, { deliveryId }) {
    return ok(quietPreview(deliveryId));
  },

  async run({ tx }, { deliveryId, lease, result }) {
    const settled = await settleDelivery(tx, { deliveryId, lease }, result);
    if (settled && tellsOfTrouble(settled, result)) {
      await postNotice(tx, {
        kind: "channel.down",
        href: "/settings/channels",
        audience: { roles: ["admin"] },
        urgency: "tell",
        dedupKey: `channel.down/${settled.channel}/${settled.workedUntil}`,
        values: { channel: settled.channel },
      });
    }
    return ok({
      summary: { key: "notices.attempted" },
      href: "/settings/channels",
      facts: factsOf(settled, deliveryId),
    });
  },
});

/** Whether the channel itself is to blame, and people who rely on it should know. */
function tellsOfTrouble({ state, attempts }: Settled, result: AttemptResult): boolean {
  if (result.state === "sent" || result.detail === noRecipient) return false;
  return state === "dead" || goesDownAt(attempts);
}

/** Only what was given up is worth a row of the record: everything else is still on its way, or arrived. */
const factsOf = (settled: Settled | null, deliveryId: string): Record<string, string | number> =>
  settled?.state === "dead"
    ? { deliveryId, channel: settled.channel, state: settled.state, attempts: settled.attempts }
    : { changed: 0 };

function outgoing(leased: LeasedDelivery): OutgoingNotice {
  const { deliveryId: id, kind, urgency, dedupKey, settles, href, postedAt } = leased;
  const values = JSON.parse(leased.valuesText) as NoticeValues;
  const t = speak(leased.language ?? "en");
  return {
    id,
    kind,
    dedupKey,
    settles,
    urgent: urgency === "page",
    title: t("notices.outgoing.title", { urgency, words: t(`notices.kind.${kind}`, sayable(values)) }),
    open: t("notices.outgoing.open"),
    link: new URL(href, env().PUBLIC_ORIGIN).href,
    values,
    postedAt: postedAt.toISOString(),
  };
}

/** A fault of ours must not stop the lane: it counts as an attempt, and shows. */
function unheardOf(error: unknown): Answer<never> {
  log().error({ error: describeError(error) }, "a notice could not be sent");
  return { ok: false, failure: { kind: "unknown_outcome" } };
}

function resultOf(answer: Answer<true>): AttemptResult {
  if (answer.ok) return { state: "sent" };
  const { failure } = answer;
  const status = "status" in failure && failure.status > 0 ? String(failure.status) : null;
  const code = failure.kind === "refused" ? failure.code : null;
  return {
    state: "failed",
    error: failure.kind,
    detail: [status, code].filter(Boolean).join(" ") || null,
    retryAfterSeconds: failure.kind === "rate_limited" ? failure.retryAfterSeconds : null,
  };
}
