import type { Answer, Route } from "../kernel/server";
import { COMPONENTS, type Impact, type Incident } from "./history";
import type { StatusPage } from "./page";

const DESCRIPTIONS: Record<Impact, string> = {
  none: "All Systems Operational",
  minor: "Partially Degraded Service",
  major: "Partial System Outage",
  critical: "Major System Outage",
};

/**
 * Clerk's page: an incident.io page that speaks most of Atlassian's Statuspage. Its summary names no incidents at all, and there is no
 * `incidents/unresolved.json`.
 */
export function statusPageRoutes(page: StatusPage, url: string): Route[] {
  const read = (path: string, json: () => Record<string, unknown>): Route => ({
    method: "GET",
    path: `/api/v2/${path}`,
    answer: (): Answer => ({ status: 200, json: { page: headOf(page, url), ...json() } }),
  });
  const status = () => ({ indicator: page.indicator(), description: DESCRIPTIONS[page.indicator()] });
  return [
    read("status.json", () => ({ status: status() })),
    read("summary.json", () => ({ status: status(), components: componentsOf(page) })),
    read("components.json", () => ({ components: componentsOf(page) })),
    read("incidents.json", () =>
      page.opinion().incidentsMissing ? {} : { incidents: page.incidents().map((incident) => incidentJson(incident)) },
    ),
  ];
}

function headOf(page: StatusPage, url: string): Record<string, unknown> {
  return { id: "01J5CLERKPAGE0000000000000", name: "Clerk", url: `${url}/`, updated_at: instant(page.updatedAt()) };
}

function componentsOf(page: StatusPage): Record<string, unknown>[] {
  return COMPONENTS.map(({ id, name }, position) => ({
    id,
    name,
    status: page.componentStatus(name),
    description: null,
    position: position + 1,
    updated_at: instant(page.updatedAt()),
  }));
}

function incidentJson(incident: Incident): Record<string, unknown> {
  const { id, name, status, impact, createdAt, resolvedAt, updates } = incident;
  return {
    id,
    name,
    status,
    impact,
    created_at: instant(createdAt),
    updated_at: instant(updates[0]?.at ?? createdAt),
    monitoring_at: null,
    resolved_at: resolvedAt && instant(resolvedAt),
    shortlink: null,
    incident_updates: updates.map((update) => ({
      id: update.id,
      status: update.status,
      body: update.body,
      created_at: instant(update.at),
      updated_at: instant(update.at),
      display_at: instant(update.at),
    })),
  };
}

const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
