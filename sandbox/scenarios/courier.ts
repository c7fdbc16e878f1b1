import type { Enqueueing } from "../identity-provider/seed/generate";
import type { IdentityProvider } from "../identity-provider/start";

/** Puts events into the outbox, and can take out again whatever it put there. */
export type Courier = {
  /** @returns their idempotency keys */
  send(order: Enqueueing): Promise<string[]>;
  withdraw(): Promise<void>;
};

export function createCourier(identityProvider: IdentityProvider): Courier {
  const sent: string[] = [];
  return {
    async send(order) {
      const keys = await identityProvider.enqueue(order);
      sent.push(...keys);
      return keys;
    },
    withdraw: () => identityProvider.removeEvents(sent.splice(0)),
  };
}
