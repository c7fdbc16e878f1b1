import { endSessions } from "../clerk/trouble/end-sessions";
import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** Three of four customers lose their sessions and are sent back to sign in, wherever they were. */
export function sessionLogoutStorm(_kernel: Kernel, { clerkManaged, targetApps }: Surroundings): Scenario {
  const { instance } = clerkManaged;
  return reversible({ name: "session-logout-storm", title: "Customers are signed out by the hundred" }, ({ later }) => {
    // Ending every second one of what is left, twice, leaves a quarter.
    later(endSessions(instance, 2));
    later(endSessions(instance, 2));
    later(targetApps.afflict("accounts", { sessionErrors5m: 640 }));
    later(targetApps.afflict("storefront", { sessionErrors5m: 410 }));
  });
}
