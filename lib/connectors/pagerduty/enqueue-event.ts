import "server-only";
import { createHash } from "node:crypto";
import { env } from "@/lib/core/env";
import { clip } from "@/lib/core/text";
import { type OutgoingNotice, postNotice } from "../outgoing";
import type { Answer } from "../request";
import { wireAnswer } from "./wire";

/** @source PagerDuty, Events API v2: summary at most 1024 characters, dedup_key at most 255 */
const limits = { summary: 1_000, dedupKey: 255 };

/** Ours, so that no other sender's alert is ever meant. What is too long is told apart by its hash. */
export function alertKey(dedupKey: string): string {
  const key = `sallyport:${dedupKey}`;
  return key.length <= limits.dedupKey ? key : `sallyport:${createHash("sha256").update(dedupKey).digest("hex")}`;
}

/** A notice that settles another resolves that one's alert; any other triggers its own. */
export function pagerdutyEvent(notice: OutgoingNotice, routingKey: string, source: string): object {
  const event = { routing_key: routingKey, client: "Sallyport", client_url: notice.link };
  if (notice.settles !== null) return { ...event, event_action: "resolve", dedup_key: alertKey(notice.settles) };
  return {
    ...event,
    event_action: "trigger",
    dedup_key: alertKey(notice.dedupKey),
    payload: {
      summary: clip(notice.title, limits.summary),
      source,
      severity: notice.urgent ? "critical" : "info",
      timestamp: notice.postedAt,
      class: notice.kind,
      custom_details: notice.values,
    },
    links: [{ href: notice.link, text: notice.open }],
  };
}

/**
 * Sends one event. The dedup_key makes a repeated attempt harmless.
 * @source PagerDuty, Events API v2: POST /v2/enqueue answers 202; 400 is final, 429 and 5xx are to be tried again
 */
export async function enqueueEvent(notice: OutgoingNotice): Promise<Answer<true>> {
  const { PAGERDUTY_EVENTS_URL, PAGERDUTY_ROUTING_KEY, PUBLIC_ORIGIN } = env();
  return postNotice({
    url: new URL("/v2/enqueue", PAGERDUTY_EVENTS_URL),
    body: JSON.stringify(pagerdutyEvent(notice, PAGERDUTY_ROUTING_KEY ?? "", new URL(PUBLIC_ORIGIN).host)),
    accepts: ({ status, body }) => status === 202 && wireAnswer.safeParse(body).data?.status === "success",
    isFinal: (status) => status >= 400 && status < 500 && status !== 408,
    codeOf: ({ body }) => wireAnswer.safeParse(body).data?.status?.replaceAll(" ", "_"),
  });
}
