import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { relyingParty } from "../relying-parties/roster";
import { createCourier } from "./courier";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const PARTY = relyingParty("podo-games");
const AT_ONCE = 40;

/** One relying party answers 500 while its events keep coming. */
export function relyingPartyOutage({ faults }: Kernel, { identityProvider }: Surroundings): Scenario {
  return reversible(
    { name: "relying-party-outage", title: `${PARTY.name} answers 500 to every webhook` },
    async ({ later, meanwhile }) => {
      const courier = createCourier(identityProvider);
      later(faults.hold(`relying-parties/${PARTY.slug}`, { status: 500 }));
      later(() => courier.withdraw());
      await courier.send({ applicationId: PARTY.id, rows: AT_ONCE });
      meanwhile(() => courier.send({ applicationId: PARTY.id, rows: 3 }));
    },
  );
}
