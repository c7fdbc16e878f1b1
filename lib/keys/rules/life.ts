import type { KeyRing, KeyState, SigningKey } from "../shapes/key";

/**
 * Where a key may go from where it is. A kid never comes back: nothing leads out of the last two.
 * @source design: domain §3
 */
export const transitions: Record<KeyState, readonly KeyState[]> = {
  pending: ["published", "compromised"],
  published: ["active", "retired", "compromised"],
  active: ["grace", "compromised"],
  grace: ["retired", "compromised"],
  retired: ["compromised"],
  compromised: [],
  unknown: [],
};

export const mayBecome = (from: KeyState, to: KeyState): boolean => transitions[from].includes(to);

/** Whether the key set has to serve it, by the state that the database tells. */
export const isServed = (state: KeyState): boolean => ["published", "active", "grace"].includes(state);

export const keyIn = ({ keys }: Pick<KeyRing, "keys">, kid: string): SigningKey | undefined =>
  keys.find((key) => key.kid === kid);

/** The one that signs. */
export const activeIn = ({ keys }: Pick<KeyRing, "keys">): SigningKey | undefined =>
  keys.find(({ state }) => state === "active");

/** The one that is served and does not sign yet. */
export const publishedIn = ({ keys }: Pick<KeyRing, "keys">): SigningKey | undefined =>
  keys.find(({ state }) => state === "published");

/** Changes when any key of the ring does: what was shown is then no longer what is. */
export const ringVersion = ({ keys }: Pick<KeyRing, "keys">): string =>
  keys
    .map(({ kid, state, publishedAt, activatedAt, graceUntil }) =>
      [kid, state, publishedAt, activatedAt, graceUntil].map((each) => each ?? "").join(" "),
    )
    .toSorted()
    .join("\n");
