import path from "node:path";
import { describe, expect, test } from "vitest";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { everySource, textOf } from "./tree";

const routes = everySource()
  .filter((file) => file.startsWith("app/") && path.basename(file) === "route.ts")
  .map((file) => `/${path.relative("app", path.dirname(file))}`.replaceAll(/\/\([^)]*\)/g, ""));

test("nothing answers programs that is not judged over HTTP", () => {
  expect(routes.toSorted()).toEqual([
    "/api/break-glass",
    "/api/break-glass/leave",
    "/api/bypass-middleware",
    "/api/command-bar",
    "/api/elsewhere",
    "/api/exports/[id]",
    "/api/health/live",
    "/api/health/ready",
    "/api/identity-provider-indexes",
    "/api/live/[view]",
    "/api/refused",
    "/api/replays/[id]",
    "/api/v1/[[...unknown]]",
    "/api/v1/action_requests",
    "/api/v1/action_requests/[id]",
    "/api/v1/action_requests/[id]/confirm",
    "/api/v1/admin/webhook_outbox",
    "/api/v1/admin/webhook_outbox/[id]/retry",
    "/api/v1/admin/webhook_outbox/summary",
    "/api/v1/bypass/[app]",
    "/api/v1/bypass/[app]/uses",
    "/api/v1/incidents",
    "/api/v1/incidents/[number]",
    "/api/v1/incidents/[number]/report.json",
    "/api/v1/incidents/[number]/report.md",
    "/api/v1/jobs/[id]",
    "/api/v1/jobs/[id]/cancel",
    "/api/v1/jobs/[id]/pause",
    "/api/v1/openapi.json",
    "/api/v1/record/checkpoint",
    "/api/v1/signals",
    "/api/v1/triage",
    "/console-lost",
    "/metrics",
  ]);
});

describe("the public API", () => {
  const fileOf = (path: string) => `app/api/v1${path.replaceAll("{", "[").replaceAll("}", "]")}/route.ts`;
  const described = Object.entries(endpoints).map(([name, { path, method }]) => ({ name, method, file: fileOf(path) }));

  test("is described where it answers, and answers where it is described", () => {
    const served = everySource().filter(
      (file) => /^app\/api\/v1\/.*\/route\.ts$/.test(file) && !file.includes("[[..."),
    );
    expect(described.map(({ file }) => file).toSorted()).toEqual(served.toSorted());
  });

  test.for(described)(
    "$file takes the method that is described, and says of all others that it does not",
    ({ method, file }) => {
      const text = textOf(file);
      expect(text).toContain(`export async function ${method.toUpperCase()}(`);
      expect(text).toContain(method === "get" ? "export { onlyGet as DELETE" : "export { onlyPost as DELETE");
    },
  );

  test.for(described)("$name is judged by its own shapes", ({ name, file }) => {
    const text = textOf(file) + (textOf(file).includes("stopJob") ? textOf("app/api/stop-job.ts") : "");
    expect(text).toContain(`endpoints.${name}`);
  });
});
