import { type Service, weatherAt } from "./hosted-service";
import { chanceOf, lettersOf } from "./ids";
import { instancesAt } from "./instances";
import type { Job } from "./jobs/job";

export type LogLine = {
  id: string;
  message: string;
  timestamp: string;
  labels: { name: string; value: string }[];
  at: number;
};

/** One tick in which a service writes: a request, and whatever the app says about it. */
export const TICK_MS = 2_000;

const PATHS: Record<string, string[]> = {
  ruby: ["/oauth/token", "/.well-known/jwks.json", "/up", "/oauth/authorize", "/oauth/introspect"],
  node: ["/", "/orders", "/api/clerk-health", "/account", "/sign-in"],
};
const FAILURES: Record<string, string> = {
  ruby: "NoMethodError (undefined method 'verify!' for nil): app/models/session_key.rb:41:in 'SessionKey#current'",
  node: "TypeError: Cannot read properties of undefined (reading 'userId') at middleware (/opt/render/project/src/middleware.js:2:1183)",
};

/** What a service wrote in the tick that begins at an instant, in order. The same tick always reads the same. */
export function linesAt(service: Service, tick: number): LogLine[] {
  const instances = instancesAt(service, tick);
  const instance = instances[Math.floor(tick / TICK_MS) % Math.max(1, instances.length)];
  const { flaw, closed } = weatherAt(service, tick, instance?.deploy);
  if (closed || !instance) return [];
  const paths = PATHS[service.runtime] ?? [];
  const path = paths[Math.floor(chanceOf(`${service.id} path ${tick}`) * paths.length)] ?? "/";
  const status = flaw.status ?? (path === "/account" && chanceOf(`${service.id} who ${tick}`) < 0.3 ? 401 : 200);
  const ms = Math.round(18 + 90 * chanceOf(`${service.id} ms ${tick}`) + (flaw.latencyMs ?? 0));
  const method = path === "/oauth/token" ? "POST" : "GET";
  const request = `${method} ${path} ${status} ${ms}ms`;
  const write = lineOf(service, tick, instance.id);
  const lines = [
    write(0, request, {
      type: "request",
      method,
      path,
      statusCode: String(status),
      level: status >= 500 ? "error" : "info",
    }),
  ];
  if (status >= 500) lines.push(write(1, FAILURES[service.runtime] ?? "Error", { type: "app", level: "error" }));
  else if (ms > 2_000)
    lines.push(
      write(1, `slow: ${path} took ${ms} ms, ${ms - 60} ms of it waiting for a database connection`, {
        type: "app",
        level: "warning",
      }),
    );
  return lines;
}

/** What a one-off job wrote in a tick. */
export function jobLinesAt(job: Job, tick: number): LogLine[] {
  return job.lines
    .map(({ at, message, level }, place) => ({
      id: lettersOf(`${job.id} ${place}`),
      message,
      timestamp: new Date(at).toISOString(),
      labels: [
        { name: "resource", value: job.id },
        { name: "type", value: "app" },
        { name: "level", value: level },
      ],
      at,
    }))
    .filter(({ at }) => at >= tick && at < tick + TICK_MS);
}

function lineOf(service: Service, tick: number, instance: string) {
  return (place: number, message: string, labels: Record<string, string>): LogLine => {
    const at = tick + 120 + place * 35;
    return {
      id: lettersOf(`${service.id} ${tick} ${place}`),
      message,
      timestamp: new Date(at).toISOString(),
      labels: Object.entries({ resource: service.id, instance, ...labels }).map(([name, value]) => ({ name, value })),
      at,
    };
  };
}
