import apps from "../apps.json" with { type: "json" };

/** How one app is doing, beside what its host and its Clerk do to it. */
export type Condition = {
  /** The share of requests that its middleware fails, from 0 to 1. */
  middlewareErrorShare: number;
  /** People who were sent back to sign in within five minutes, though they had a session. */
  sessionErrors5m: number;
  /** When Clerk's last webhook arrived; null: just now. */
  lastEventAt: Date | null;
};

/** One app that customers sign in to. */
export type TargetApp = {
  id: string;
  name: string;
  condition: Condition;
  /** Requests so far, so that a share fails evenly. */
  requests: number;
  /** What its health endpoint does not know: older apps say less. */
  silentOn: ("fingerprint" | "webhookReceiver")[];
};

const SILENT: Record<string, TargetApp["silentOn"]> = {
  storefront: ["webhookReceiver"],
  "support-desk": ["fingerprint"],
};

/** Some are always lost: a cookie here, a clock there. */
export const WELL: Condition = { middlewareErrorShare: 0, sessionErrors5m: 2, lastEventAt: null };

export function createApps(): Map<string, TargetApp> {
  const targets = apps.filter(({ role }) => role === "app");
  return new Map(
    targets.map(({ id, name }) => [
      id,
      { id, name, condition: { ...WELL }, requests: 0, silentOn: SILENT[id] ?? [] } satisfies TargetApp,
    ]),
  );
}

/** Whether this request is one of those that the middleware fails. */
export function failsNow(app: TargetApp): boolean {
  const share = app.condition.middlewareErrorShare;
  app.requests += 1;
  return Math.floor(app.requests * share) > Math.floor((app.requests - 1) * share);
}
