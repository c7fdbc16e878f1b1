import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { relyingParty } from "../relying-parties/roster";
import { createCourier } from "./courier";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const PARTIES = ["eb", "norae", "baram-pay", "narae-air", "saebom-bank", "podo-games"].map(relyingParty);
const WAITING = 150;
const DEAD = 60;

/** Half of the relying parties answer 503: rows pile up, and some have already died. */
export function webhookBacklog({ faults }: Kernel, { identityProvider }: Surroundings): Scenario {
  return reversible(
    { name: "webhook-backlog", title: `${PARTIES.length} relying parties answer 503, and webhooks pile up` },
    async ({ later, meanwhile }) => {
      const courier = createCourier(identityProvider);
      const toEach = async (rows: number, dead: boolean) => {
        for (const { id } of PARTIES) await courier.send({ applicationId: id, rows, dead });
      };
      for (const { slug } of PARTIES) later(faults.hold(`relying-parties/${slug}`, { status: 503 }));
      later(() => courier.withdraw());
      await toEach(DEAD, true);
      await toEach(WAITING, false);
      meanwhile(() => toEach(2, false));
    },
  );
}
