import { inert } from "@/lib/core/text";

/** What a delivery looks like on the wire. The payload is masked; nobody but the dispatcher can sign. */
export type WebhookRequest = { url: string; idempotencyKey: string; payload: string };

/**
 * The request as a command for a shell. Everything from outside stands between single quotes, in which a shell obeys nothing; only
 * `$TOKEN` is left to it: whoever runs it puts a signature there.
 */
export function curlOf({ url, idempotencyKey, payload }: WebhookRequest): string {
  return [
    "curl --globoff --request POST",
    `--url ${quoted(oneLine(url))}`,
    `--header ${quoted("content-type: application/json")}`,
    `--header ${quoted(`webhook-id: ${oneLine(idempotencyKey)}`)}`,
    '--header "webhook-signature: $TOKEN"',
    `--data-raw ${quoted(inert(payload))}`,
  ].join(" \\\n  ");
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const oneLine = (text: string): string => inert(text).replace(/[\n\t]/g, " ");

export type MarkdownCopy = {
  title: string;
  link: string;
  facts: readonly (readonly [string, string])[];
  error: string | null;
};

/** A delivery for a chat or a ticket. What comes from outside stands in code, where no Markdown is read. */
export function markdownOf({ title, link, facts, error }: MarkdownCopy): string {
  const lines = facts.map(([name, value]) => `- ${name}: ${inCode(value)}`);
  return [`### [${title}](${link})`, "", ...lines, ...(error === null ? [] : ["", ...fenced(error)]), ""].join("\n");
}

function inCode(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  return `${fence} ${oneLine(text)} ${fence}`;
}

function fenced(text: string): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [fence, inert(text), fence];
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
