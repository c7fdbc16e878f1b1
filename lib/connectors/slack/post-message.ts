import "server-only";
import { env } from "@/lib/core/env";
import { clip } from "@/lib/core/text";
import { type OutgoingNotice, postNotice } from "../outgoing";
import type { Answer } from "../request";

/** @source Slack, Block Kit: the text of a section holds at most 3000 characters */
const longestText = 2_900;

/** What makes mark-up in Slack's own text. @source Slack, formatting text: escape these three */
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The message as Slack wants it; `text` is what a phone's notification shows. */
export function slackMessage({ title, open, link, urgent }: OutgoingNotice): { text: string; blocks: object[] } {
  const text = clip(plain(title), longestText);
  const said = `${urgent ? `*${text}*` : text}\n<${link}|${plain(open)}>`;
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text: said } }] };
}

/**
 * Posts a notice to the incoming webhook. Slack has no key against repetition: a repeated attempt is a second message.
 * @source Slack, incoming webhooks: 200 "ok", otherwise a status and one word as plain text
 */
export async function postToSlack(notice: OutgoingNotice): Promise<Answer<true>> {
  return postNotice({
    url: new URL(env().SLACK_WEBHOOK_URL ?? ""),
    body: JSON.stringify(slackMessage(notice)),
    accepts: ({ status, text }) => status === 200 && text.trim() === "ok",
    isFinal: (status) => status >= 400 && status < 500 && status !== 408,
    codeOf: ({ text }) => text.trim(),
  });
}
