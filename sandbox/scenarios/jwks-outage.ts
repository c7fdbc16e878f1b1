import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";

/** Nobody can fetch the key set, while tokens are issued as ever. */
export function jwksOutage({ faults }: Kernel): Scenario {
  return reversible({ name: "jwks-outage", title: "The identity provider's JWKS answers 503" }, ({ later }) =>
    later(faults.hold("identity-provider/jwks", { status: 503 })),
  );
}
