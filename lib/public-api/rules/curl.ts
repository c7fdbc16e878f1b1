import type { Endpoint } from "../shapes/endpoints";
import { type Example, toFillIn } from "../shapes/examples";

/** What an id in an address is the id of, by the word before it. */
const told: Readonly<Record<string, string>> = {
  webhook_outbox: "$delivery",
  action_requests: "$request",
  jobs: "$request",
  incidents: "$number",
  bypass: "$app",
};

/**
 * A call as it is typed in a shell. What only its reader knows stands there as variables: the token by its scope, and what earlier answers
 * told. Whatever else is in it is quoted.
 * @param base the address of the API
 */
export function curlOf(base: string, { method, path, scopes, body }: Endpoint, { query, body: sent }: Example): string {
  const asked = query ? `?${new URLSearchParams(query)}` : "";
  const filled = path.replaceAll(/(\w+)\/\{\w+\}/g, (_, before: string) => `${before}/${told[before] ?? ""}`);
  const parts = [
    "curl -sS",
    ...(method === "post" ? ["-X POST"] : []),
    `-H "Authorization: Bearer $${scopes[0]?.toUpperCase()}_TOKEN"`,
    `"${base}${filled}${asked}"`,
  ];
  return [parts.join(" "), ...(body && !isEmpty(sent) ? [`-d ${written(sent)}`] : [])].join(" \\\n  ");
}

const isEmpty = (body: unknown): boolean => JSON.stringify(body) === "{}";

/** JSON within single quotes, left for as long as the shell fills something in. */
function written(body: unknown): string {
  const lines = JSON.stringify(body, null, 2).replaceAll("\n", "\n  ").replaceAll("'", `'\\''`);
  const filled = Object.entries(toFillIn).reduce(
    (text, [value, variable]) => text.replaceAll(`"${value}"`, `"'"${variable}"'"`),
    lines,
  );
  return `'${filled}'`;
}
