import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const INSTANCES = ["clerk-console", "clerk-managed"];
/** By then everybody else knows. */
const PAGE_IS_LATE_SECONDS = 90;

/** Both Clerk instances are dead hosts: the console's own and the customers'. Their status page says so later. */
export function clerkOutage({ faults }: Kernel, { clerkStatus }: Surroundings): Scenario {
  return reversible(
    { name: "clerk-outage", title: "Clerk is down, for the console and for its customers" },
    ({ later }) => {
      for (const instance of INSTANCES) later(faults.hold(instance, { outage: true }));
      const posting = {
        name: "Elevated errors across our APIs",
        impact: "critical",
        component: "Authentication & User",
        body: "We are investigating reports of failing sign-ins.",
      } as const;
      later(clerkStatus.page.post(posting, PAGE_IS_LATE_SECONDS));
    },
  );
}
