import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";

/** The host's API is a dead host; what runs there goes on. */
export function renderApiDown({ faults }: Kernel): Scenario {
  return reversible({ name: "render-api-down", title: "Render's API is down, and nothing else" }, ({ later }) =>
    later(faults.hold("render", { outage: true })),
  );
}
