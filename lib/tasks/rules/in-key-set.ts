import type { Proof } from "./catalogue";

/** What a key set must hold, and must not, once a task on keys was done. */
export type WantedInSet = { served: readonly string[]; gone: readonly string[] };

/** Keys by what the tables say of them. */
export type TabledKey = { kid: string; state: string };

/**
 * What the key set has to show once the tables show it; null for a task that is about no key.
 * @param keys every key of the ring that the task was about
 */
export function wantedInSet(proof: Proof, given: readonly string[], keys: readonly TabledKey[]): WantedInSet | null {
  const inState = (state: string): string[] => keys.filter((key) => key.state === state).map(({ kid }) => kid);
  const kid = given.slice(-1);
  switch (proof) {
    case "kid_compromised_and_replaced":
      return { served: inState("active"), gone: kid };
    case "webhook_key_published":
    case "token_key_published":
      return { served: inState("published"), gone: [] };
    case "webhook_key_active":
    case "token_key_active":
      return { served: kid, gone: [] };
    case "webhook_key_retired":
    case "token_key_retired":
      return { served: inState("active"), gone: kid };
    default:
      return null;
  }
}

/** @param kids that the set serves */
export const isInSet = ({ served, gone }: WantedInSet, kids: readonly string[]): boolean =>
  served.every((kid) => kids.includes(kid)) && !gone.some((kid) => kids.includes(kid));
