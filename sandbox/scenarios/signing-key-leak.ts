import { seededActiveKid } from "../identity-provider/seed/keys";
import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { relyingParty } from "../relying-parties/roster";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const PARTY = relyingParty("eb");

/** A relying party's webhook key is public: a stranger signs webhooks with it, which are taken for genuine, and a scanner reports it. */
export function signingKeyLeak(_kernel: Kernel, { identityProvider, secretScanner }: Surroundings): Scenario {
  const forge = () => identityProvider.forgeWebhook(PARTY.slug);
  return reversible(
    { name: "signing-key-leak", title: `The key that signs webhooks to ${PARTY.name} is public` },
    async ({ later, meanwhile }) => {
      meanwhile(forge);
      await forge();
      const subject = seededActiveKid(PARTY);
      later(secretScanner.report({ subject, note: "A private signing key was found in a paste." }));
    },
  );
}
