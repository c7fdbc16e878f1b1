import { expect, test } from "vitest";
import { endpoints } from "../shapes/endpoints";
import { examples } from "../shapes/examples";
import { curlOf } from "./curl";

const base = "https://console.example.com/api/v1";

test("a read is one line, with the token of its scope and what it asks for", () => {
  expect(curlOf(base, endpoints.getTriage, examples.getTriage)).toBe(
    `curl -sS -H "Authorization: Bearer $READ_TOKEN" "https://console.example.com/api/v1/triage"`,
  );
  expect(curlOf(base, endpoints.listWebhookOutbox, examples.listWebhookOutbox)).toContain(
    `"https://console.example.com/api/v1/admin/webhook_outbox?status=dead&limit=5"`,
  );
});

test("what only its reader knows is left to the shell, and nothing else is", () => {
  expect(curlOf(base, endpoints.retryDelivery, examples.retryDelivery)).toBe(
    [
      `curl -sS -X POST -H "Authorization: Bearer $OPERATE_TOKEN" "${base}/admin/webhook_outbox/$delivery/retry" \\`,
      "  -d '{",
      `    "action_request_nonce": "'"$nonce"'"`,
      "  }'",
    ].join("\n"),
  );
  const hostile = { body: { reason: `It's $HOME \`id\` "quoted" \\` }, answer: null };
  expect(curlOf(base, endpoints.askForAct, hostile)).toContain(`"reason": "It'\\''s $HOME \`id\` \\"quoted\\" \\\\"`);
});

test("what is posted without a body says how it is posted", () => {
  expect(curlOf(base, endpoints.pauseJob, examples.pauseJob)).toBe(
    `curl -sS -X POST -H "Authorization: Bearer $OPERATE_TOKEN" "${base}/jobs/$request/pause"`,
  );
});

test("no address has a gap that nobody fills in", () => {
  for (const name of Object.keys(endpoints) as (keyof typeof endpoints)[])
    expect(curlOf(base, endpoints[name], examples[name])).not.toMatch(/\{\w+\}|…|[^:]\/\/|\/["?]/);
});
