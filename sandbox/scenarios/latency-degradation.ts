import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** Slower than people bear, and quicker than a careful client gives up. @source Clerk runbook: p95 above 2 s */
const LATENCY_MS = 2_150;
/** Long enough that nobody takes it for a hiccup. */
const SINCE_SECONDS = 900;

/** The identity provider answers correctly and slowly, for a quarter of an hour already; nobody has deployed anything. */
export function latencyDegradation(_kernel: Kernel, { render }: Surroundings): Scenario {
  return reversible(
    { name: "latency-degradation", title: "The identity provider takes more than two seconds to answer" },
    ({ later }) => later(render.platform.afflict("identity-provider", { latencyMs: LATENCY_MS }, SINCE_SECONDS)),
  );
}
