import { setTimeout as delay } from "node:timers/promises";
import type { Platform } from "./platform";

/** The host as an app meets it. */
export type Hosting = {
  /** Waits as long as the app now takes. @returns the status that it answers instead of the truth; undefined when it is well */
  meet(slug: string): Promise<number | undefined>;
  commitOf(slug: string): string | null;
};

/** Where nobody deploys and nothing is ever wrong. */
export const STEADY: Hosting = { meet: async () => undefined, commitOf: () => null };

const SUSPENDED = 503;

export function hostingOf(platform: Platform): Hosting {
  return {
    async meet(slug) {
      const { flaw, suspended } = platform.weather(slug);
      if (suspended) return SUSPENDED;
      if (flaw.latencyMs) await delay(flaw.latencyMs, undefined, { ref: false });
      return flaw.status;
    },
    commitOf: (slug) => platform.commitOf(slug),
  };
}
