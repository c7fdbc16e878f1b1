import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** The identity provider's database ends connections and refuses new ones: the console reads nothing, and no token is issued. */
export function identityDatabaseDown({ faults }: Kernel, { identityProvider }: Surroundings): Scenario {
  return reversible(
    { name: "identity-database-down", title: "The identity provider's database cannot be reached" },
    async ({ later }) => {
      later(() => identityProvider.letConsoleIn());
      await identityProvider.shutOutConsole();
      later(faults.hold("identity-provider/token", { status: 500 }));
    },
  );
}
