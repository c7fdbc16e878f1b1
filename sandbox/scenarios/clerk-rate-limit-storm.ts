import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";

/** Somebody uses up the customers' instance: every call gets 429, but for the key set, which Clerk does not limit. */
export function clerkRateLimitStorm({ faults }: Kernel): Scenario {
  return reversible(
    { name: "clerk-rate-limit-storm", title: "The customers' Clerk answers 429 to every call" },
    ({ later }) => later(faults.hold("clerk-managed/backend", { rateLimit: true, retryAfterSeconds: 10 })),
  );
}
