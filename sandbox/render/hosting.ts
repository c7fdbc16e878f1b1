import { setTimeout as delay } from "node:timers/promises";
import { envOf } from "./environment";
import { weatherAt } from "./hosted-service";
import type { Platform } from "./platform";

/** The instance that a request met. */
export type Meeting = {
  /** What it answers instead of the truth; undefined when it is well. */
  status?: number;
  commit: string | null;
  /** Of the environment that it was started with. */
  env(key: string): string | undefined;
};

/** The host as an app meets it. */
export type Hosting = {
  /** Waits as long as the instance whose turn it is now takes. */
  meet(slug: string): Promise<Meeting>;
  /** Suspended or in maintenance: not even what the host's edge keeps is served. */
  isClosed(slug: string): boolean;
};

/** Where nobody deploys and nothing is ever wrong. */
export const STEADY: Hosting = {
  meet: async () => ({ commit: null, env: () => undefined }),
  isClosed: () => false,
};

export const CLOSED_STATUS = 503;

export function hostingOf(platform: Platform): Hosting {
  return {
    async meet(slug) {
      const service = platform.get(slug);
      const deploy = platform.nextInstance(slug)?.deploy;
      const { flaw, closed } = weatherAt(service, platform.now(), deploy);
      const env = deploy ? envOf(service, deploy) : {};
      const meeting = { commit: deploy?.commit?.id ?? null, env: (key: string) => env[key] };
      if (closed) return { ...meeting, status: CLOSED_STATUS };
      if (flaw.latencyMs) await delay(flaw.latencyMs, undefined, { ref: false });
      return { ...meeting, status: flaw.status };
    },
    isClosed: (slug) => platform.weather(slug).closed,
  };
}
