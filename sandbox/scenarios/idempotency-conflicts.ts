import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { relyingParty } from "../relying-parties/roster";
import { createCourier } from "./courier";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const PARTY = relyingParty("baram-pay");
const AT_ONCE = 60;
/** Long enough for the relying party to know the keys before they arrive. */
const DUE_IN_SECONDS = 2;

/** A relying party answers 409, because it has processed these keys already: deliveries die that had succeeded. */
export function idempotencyConflicts(_kernel: Kernel, { identityProvider, relyingParties }: Surroundings): Scenario {
  return reversible(
    { name: "idempotency-conflicts", title: `${PARTY.name} answers 409 to webhooks that it has processed already` },
    async ({ later, meanwhile }) => {
      const courier = createCourier(identityProvider);
      const send = async (rows: number) => {
        const keys = await courier.send({ applicationId: PARTY.id, rows, dueInSeconds: DUE_IN_SECONDS });
        relyingParties.rememberProcessed(PARTY.slug, keys);
        later(() => relyingParties.forgetProcessed(PARTY.slug, keys));
      };
      later(() => courier.withdraw());
      await send(AT_ONCE);
      meanwhile(() => send(2));
    },
  );
}
