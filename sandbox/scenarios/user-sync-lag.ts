import { signUp } from "../clerk/trouble/sign-up";
import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const ALREADY = 12;
const EVERY_SECONDS = 100;
const GOING_ON_MS = 15_000;

/** People sign up at Clerk, and the identity provider does not hear of them: Clerk's webhooks do not arrive. */
export function userSyncLag(_kernel: Kernel, { clerkManaged }: Surroundings): Scenario {
  const { instance } = clerkManaged;
  return reversible(
    { name: "user-sync-lag", title: "New users of Clerk do not reach the identity provider" },
    ({ later, meanwhile }) => {
      for (let place = 1; place <= ALREADY; place += 1) later(signUp(instance, place * EVERY_SECONDS));
      meanwhile(async () => later(signUp(instance)), GOING_ON_MS);
    },
  );
}
