import path from "node:path";
import { expect, test } from "vitest";
import { everySource } from "./tree";

const routes = everySource()
  .filter((file) => file.startsWith("app/") && path.basename(file) === "route.ts")
  .map((file) => `/${path.relative("app", path.dirname(file))}`.replaceAll(/\/\([^)]*\)/g, ""));

test("nothing answers programs that is not judged over HTTP", () => {
  expect(routes.toSorted()).toEqual([
    "/api/break-glass",
    "/api/break-glass/leave",
    "/api/command-bar",
    "/api/elsewhere",
    "/api/exports/[id]",
    "/api/health/live",
    "/api/health/ready",
    "/api/live/[view]",
    "/api/refused",
    "/api/v1/action_requests",
    "/api/v1/action_requests/[id]",
    "/api/v1/action_requests/[id]/confirm",
    "/api/v1/admin/webhook_outbox",
    "/api/v1/admin/webhook_outbox/[id]/retry",
    "/api/v1/admin/webhook_outbox/summary",
    "/api/v1/incidents",
    "/api/v1/incidents/[number]",
    "/api/v1/signals",
    "/api/v1/triage",
    "/console-lost",
    "/metrics",
  ]);
});
