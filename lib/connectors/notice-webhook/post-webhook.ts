import "server-only";
import { Webhook } from "standardwebhooks";
import { env } from "@/lib/core/env";
import { type OutgoingNotice, postNotice } from "../outgoing";
import type { Answer } from "../request";

/** The body, in the shape that Standard Webhooks recommends. */
export function webhookBody(notice: OutgoingNotice): string {
  const { id, kind: type, postedAt: timestamp, urgent, dedupKey, settles, title, link, values } = notice;
  const urgency = urgent ? "page" : "tell";
  return JSON.stringify({ type, timestamp, data: { id, urgency, dedupKey, settles, title, link, values } });
}

/**
 * Posts a notice, signed, to whoever wants it. The id stays over all attempts; the timestamp is that of this one.
 * @source Standard Webhooks 1.0: any 2xx is a yes, 410 asks never to come again, everything else is to be tried again
 */
export async function postWebhook(notice: OutgoingNotice): Promise<Answer<true>> {
  const { NOTICE_WEBHOOK_URL = "", NOTICE_WEBHOOK_SECRET = "" } = env();
  const [body, now] = [webhookBody(notice), new Date()];
  return postNotice({
    url: new URL(NOTICE_WEBHOOK_URL),
    headers: {
      "webhook-id": notice.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(NOTICE_WEBHOOK_SECRET).sign(notice.id, now, body),
    },
    body,
    accepts: ({ status }) => status >= 200 && status < 300,
    isFinal: (status) => status === 410,
  });
}
