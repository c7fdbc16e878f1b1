/** @source Render, rate limiting: requests a minute for each class, and what their own recordings show */
const CLASSES = {
  logs: { limit: 30, windowSeconds: 60 },
  reads: { limit: 400, windowSeconds: 60 },
  changes: { limit: 30, windowSeconds: 60 },
} as const;

type RateClass = keyof typeof CLASSES;

/** Counts requests by class and says so in headers. Nobody is refused for it: that is a fault's business. */
export type Limits = { headers(request: { method: string; path: string }): Record<string, string>; reset(): void };

export function createLimits(): Limits {
  let windows = new Map<RateClass, { endsAt: number; seen: number }>();
  return {
    headers(request) {
      const name = classOf(request);
      const { limit, windowSeconds } = CLASSES[name];
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

function classOf({ method, path }: { method: string; path: string }): RateClass {
  if (path.startsWith("/v1/logs")) return "logs";
  return method === "GET" ? "reads" : "changes";
}
