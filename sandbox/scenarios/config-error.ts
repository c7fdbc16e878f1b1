import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** Somebody rotated the customers' secret key, and the console still holds the old one. */
export function configError(_kernel: Kernel, { clerkManaged }: Surroundings): Scenario {
  const { secretKey, secretKeys } = clerkManaged.instance;
  return reversible(
    { name: "config-error", title: "The customers' Clerk answers 401 to the console's own key" },
    ({ later }) => later(secretKeys.withdraw(secretKey)),
  );
}
