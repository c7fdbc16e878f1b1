import type { Answer, Exchange, Route } from "../kernel/server";

/** @source Slack, Block Kit: limits of a message */
const LIMITS = { blocks: 50, header: 150, section: 3_000, fields: 10 };

type Block = { type?: unknown; text?: { type?: unknown; text?: unknown }; fields?: unknown };

/** Slack's incoming webhook: 200 "ok", or a status and one word as plain text. */
export function slackRoute(webhookPath: string): Route {
  return {
    method: "POST",
    path: "/services/:team/:app/:secret",
    answer: (exchange) => (exchange.path === webhookPath ? receive(exchange) : word(404, "no_service")),
  };
}

/** What Slack says when it is in trouble. */
export const slackFailure = (status: number): Answer =>
  word(status, status === 429 ? "rate_limited" : status < 500 ? "invalid_payload" : "rollup_error");

function receive(exchange: Exchange): Answer {
  if (!exchange.headers["content-type"]?.startsWith("application/json")) return word(400, "invalid_payload");
  const { text, blocks = [] } = exchange.json() as { text?: unknown; blocks?: unknown };
  if (typeof text !== "string" || text.trim() === "") return word(400, "no_text");
  if (!Array.isArray(blocks) || blocks.length > LIMITS.blocks) return word(400, "invalid_blocks");
  return blocks.every((block: Block) => isBlock(block)) ? word(200, "ok") : word(400, "invalid_blocks");
}

function isBlock({ type, text, fields }: Block): boolean {
  const length = typeof text?.text === "string" ? text.text.length : 0;
  if (type === "header") return text?.type === "plain_text" && length > 0 && length <= LIMITS.header;
  if (type !== "section") return type === "divider";
  if (Array.isArray(fields)) return fields.length <= LIMITS.fields;
  return ["mrkdwn", "plain_text"].includes(String(text?.type)) && length > 0 && length <= LIMITS.section;
}

const word = (status: number, text: string): Answer => ({ status, text });
