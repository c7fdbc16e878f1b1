import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { usualHabit } from "../relying-parties/relying-party";
import { relyingParty } from "../relying-parties/roster";
import { createCourier } from "./courier";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const PARTY = relyingParty("norae");
const AT_ONCE = 30;

/** A relying party gets a new key the moment after it has cached the JWKS, and answers 401 until it fetches again. */
export function kidMismatch(_kernel: Kernel, { identityProvider, relyingParties }: Surroundings): Scenario {
  return reversible(
    { name: "kid-mismatch", title: `${PARTY.name} has an old JWKS and does not know the kid that signs its webhooks` },
    async ({ later, meanwhile }) => {
      const courier = createCourier(identityProvider);
      later(relyingParties.keepKeys(PARTY.slug, { ...usualHabit(PARTY), refetches: "when-it-ends" }));
      await relyingParties.refreshKeys(PARTY.slug);
      later(() => relyingParties.forgetKeys(PARTY.slug));
      later(await identityProvider.keepWebhookKeys(PARTY.slug));
      await identityProvider.rotateWebhookKey(PARTY.slug);
      later(() => courier.withdraw());
      await courier.send({ applicationId: PARTY.id, rows: AT_ONCE });
      meanwhile(() => courier.send({ applicationId: PARTY.id, rows: 2 }));
    },
  );
}
