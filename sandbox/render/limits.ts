/** @source Render, rate limiting: requests a minute for each class, and what their own recordings show */
const CLASSES = {
  logs: { limit: 30, windowSeconds: 60 },
  reads: { limit: 400, windowSeconds: 60 },
  changes: { limit: 30, windowSeconds: 60 },
  /** Counted for each service. */
  deploys: { limit: 10, windowSeconds: 60 },
  jobs: { limit: 2_000, windowSeconds: 3_600 },
} as const;

export type RateClass = keyof typeof CLASSES;

/** Counts requests by class and says so in headers. Nobody is refused for it: that is a fault's business. */
export type Limits = { headers(request: { method: string; path: string }): Record<string, string>; reset(): void };

export function createLimits(): Limits {
  let windows = new Map<string, { endsAt: number; seen: number }>();
  return {
    headers(request) {
      const rateClass = classOf(request);
      const { limit, windowSeconds } = CLASSES[rateClass];
      const name = rateClass === "deploys" ? request.path.split("/").slice(0, 4).join("/") : rateClass;
      const now = Date.now();
      const known = windows.get(name);
      const window = known && now < known.endsAt ? known : { endsAt: now + windowSeconds * 1000, seen: 0 };
      window.seen += 1;
      windows.set(name, window);
      return {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": String(Math.max(0, limit - window.seen)),
        // Seconds that are left, whatever the documentation calls it.
        "ratelimit-reset": String(Math.ceil((window.endsAt - now) / 1000)),
      };
    },
    reset() {
      windows = new Map();
    },
  };
}

/** The class that a request is counted in; a fault of that name breaks it alone. */
export function classOf({ method, path }: { method: string; path: string }): RateClass {
  if (path.startsWith("/v1/logs")) return "logs";
  if (method === "GET" || method === "HEAD") return "reads";
  if (method === "POST" && path.endsWith("/jobs")) return "jobs";
  return /^\/v1\/services\/[^/]+(\/(deploys|rollback|suspend|resume))?$/.test(path) ? "deploys" : "changes";
}
