import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const APP = "accounts";
const SHARE = 0.42;

/** An app's middleware fails many of its requests, while its Clerk and its host are well. */
export function middlewareFailure(_kernel: Kernel, { targetApps }: Surroundings): Scenario {
  return reversible(
    { name: "middleware-failure", title: "The middleware of Accounts fails four of ten requests" },
    ({ later }) => later(targetApps.afflict(APP, { middlewareErrorShare: SHARE })),
  );
}
