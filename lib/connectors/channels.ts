import "server-only";
import { env } from "@/lib/core/env";
import { sendMail } from "./mail/send-mail";
import { postWebhook } from "./notice-webhook/post-webhook";
import type { OutgoingNotice } from "./outgoing";
import { enqueueEvent } from "./pagerduty/enqueue-event";
import type { Answer } from "./request";
import { postToSlack } from "./slack/post-message";

type ChannelName = "slack" | "pagerduty" | "mail" | "webhook";

/** The channels that have credentials. They come from the environment only, so this holds as long as the process lives. */
export function connectedChannels(): ChannelName[] {
  const { SLACK_WEBHOOK_URL, PAGERDUTY_ROUTING_KEY, SMTP_URL, NOTICE_WEBHOOK_URL } = env();
  const credentials: Record<ChannelName, string | undefined> = {
    slack: SLACK_WEBHOOK_URL,
    pagerduty: PAGERDUTY_ROUTING_KEY,
    mail: SMTP_URL,
    webhook: NOTICE_WEBHOOK_URL,
  };
  return (Object.keys(credentials) as ChannelName[]).filter((name) => credentials[name] !== undefined);
}

/** One attempt to send a notice by a channel. @param recipients for mail alone */
export async function carry(
  channel: ChannelName,
  notice: OutgoingNotice,
  recipients: readonly string[],
): Promise<Answer<true>> {
  if (channel === "slack") return postToSlack(notice);
  if (channel === "pagerduty") return enqueueEvent(notice);
  if (channel === "mail") return sendMail(notice, recipients);
  return postWebhook(notice);
}
