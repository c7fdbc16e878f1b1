import { randomUUID } from "node:crypto";
import type { Answer, Exchange, Route } from "../kernel/server";

export type Alert = { key: string; state: "triggered" | "acknowledged" | "resolved"; summary: string };

/** Alerts by their dedup key, as PagerDuty would show them. */
export type Alerts = Map<string, Alert>;

type Event = {
  routing_key?: unknown;
  event_action?: unknown;
  dedup_key?: unknown;
  payload?: { summary?: unknown; source?: unknown; severity?: unknown; timestamp?: unknown };
  links?: unknown;
};

const SEVERITIES = ["critical", "error", "warning", "info"];

/** PagerDuty's Events API v2, and a list of the alerts that it made. @source PagerDuty, Events API v2 */
export function pagerdutyRoutes(routingKey: string, alerts: Alerts): Route[] {
  return [
    { method: "POST", path: "/v2/enqueue", answer: (exchange) => enqueue(exchange, routingKey, alerts) },
    { method: "GET", path: "/v2/alerts", answer: () => ({ status: 200, json: [...alerts.values()] }) },
  ];
}

export const pagerdutyFailure = (status: number): Answer => ({
  status,
  json: { status: status === 429 ? "throttle exceeded" : "error", message: `The API answers ${status}`, errors: [] },
});

function enqueue(exchange: Exchange, routingKey: string, alerts: Alerts): Answer {
  const event = exchange.json() as Event;
  const errors = faultsOf(event, routingKey);
  if (errors.length > 0)
    return { status: 400, json: { status: "invalid event", message: "Event object is invalid", errors } };
  const key = typeof event.dedup_key === "string" ? event.dedup_key : randomUUID();
  const known = alerts.get(key);
  const open = known !== undefined && known.state !== "resolved";
  if (event.event_action === "trigger" && !open)
    alerts.set(key, { key, state: "triggered", summary: String(event.payload?.summary) });
  if (event.event_action === "acknowledge" && open) alerts.set(key, { ...known, state: "acknowledged" });
  if (event.event_action === "resolve" && open) alerts.set(key, { ...known, state: "resolved" });
  return { status: 202, json: { status: "success", message: "Event processed", dedup_key: key } };
}

function faultsOf(event: Event, routingKey: string): string[] {
  const { routing_key: given, event_action: action, dedup_key: key, payload, links = [] } = event;
  const errors: string[] = [];
  const want = (holds: boolean, error: string): void => void (holds || errors.push(error));
  want(given === routingKey, "'routing_key' is invalid");
  want(["trigger", "acknowledge", "resolve"].includes(String(action)), "'event_action' is invalid");
  want(key === undefined || (typeof key === "string" && key.length <= 255), "'dedup_key' is longer than 255");
  want(action === "trigger" || typeof key === "string", "'dedup_key' is missing or blank");
  want(Array.isArray(links) && links.every(isLink), "'links' is invalid");
  if (action !== "trigger") return errors;
  const { summary, source, severity, timestamp } = payload ?? {};
  want(typeof summary === "string" && summary !== "" && summary.length <= 1_024, "'payload.summary' is invalid");
  want(typeof source === "string" && source !== "", "'payload.source' is missing or blank");
  want(SEVERITIES.includes(String(severity)), "'payload.severity' is invalid");
  want(timestamp === undefined || isInstant(timestamp), "'payload.timestamp' is invalid");
  return errors;
}

const isInstant = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));

const isLink = (link: { href?: unknown; text?: unknown }): boolean =>
  typeof link.href === "string" && URL.canParse(link.href) && typeof link.text === "string";
