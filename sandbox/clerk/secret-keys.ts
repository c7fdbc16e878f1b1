import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../kernel/clock";

const HOUR_MS = 3_600_000;

/** The secret keys of one instance. Several may be good at once, as during a rotation. */
export type SecretKeys = {
  accepts(given: string | undefined): boolean;
  /** Those that are good now, newest first. */
  good(): string[];
  /** Makes a new key; the old ones end after the delay, by the sandbox's clock. @returns the new key */
  rotate(delayHours: number): string;
  /** Makes another key beside those that there are, as somebody in the dashboard. @returns the new key */
  add(): string;
  /** Ends a key at once, as somebody who deletes it in the dashboard. @returns a function that brings it back as it was */
  withdraw(value: string): () => void;
  reset(): void;
};

type SecretKey = { value: string; endsAt: number };

export function createSecretKeys(first: string, clock: Clock): SecretKeys {
  let keys: SecretKey[] = [{ value: first, endsAt: Number.POSITIVE_INFINITY }];
  const good = () => keys.filter(({ endsAt }) => clock.now() < endsAt).map(({ value }) => value);
  // Recognisable, so that a test can look for any of them wherever none may be.
  const made = () => `sk_live_CANARY${randomBytes(20).toString("hex")}`;
  return {
    accepts: (given) => good().some((key) => isSame(key, given ?? "")),
    good,
    rotate(delayHours) {
      const endsAt = clock.now() + delayHours * HOUR_MS;
      const value = made();
      const older = keys.map((key) => ({ ...key, endsAt: Math.min(key.endsAt, endsAt) }));
      keys = [{ value, endsAt: Number.POSITIVE_INFINITY }, ...older];
      return value;
    },
    add() {
      keys = [{ value: made(), endsAt: Number.POSITIVE_INFINITY }, ...keys];
      return keys[0]?.value ?? "";
    },
    withdraw(value) {
      const withdrawn = keys.find((key) => key.value === value);
      keys = keys.filter((key) => key !== withdrawn);
      return () => {
        if (withdrawn && !keys.some((key) => key.value === value)) keys = [...keys, withdrawn];
      };
    },
    reset() {
      keys = [{ value: first, endsAt: Number.POSITIVE_INFINITY }];
    },
  };
}

function isSame(wanted: string, given: string): boolean {
  const [left, right] = [Buffer.from(wanted), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
