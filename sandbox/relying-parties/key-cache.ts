import type { JWK } from "jose";
import type { Clock } from "../kernel/clock";
import type { KeyHabit } from "./relying-party";

export type KeyCache = {
  /** What the receiver believes to be the published keys, asked for when its habit says that its copy has ended. */
  keys(): Promise<readonly JWK[]>;
  /** The same after a kid that is not among them; asked for again where that is its habit. */
  keysAfterUnknownKid(): Promise<readonly JWK[]>;
  /** Asks again, whatever the habit says. */
  refresh(): Promise<readonly JWK[]>;
  forget(): void;
  habit(): KeyHabit;
  /** Keeps keys that way from now on, the copy that it has included. */
  keep(habit: KeyHabit): void;
};

export type KeySource = { jwksUrl: string; userAgent: string };

/** One relying party's own copy of the JWKS; it ages by the sandbox's clock. */
export function createKeyCache(clock: Clock, source: KeySource, usual: KeyHabit): KeyCache {
  let habit = usual;
  let kept: { keys: Promise<readonly JWK[]>; at: number } | undefined;

  function refresh(): Promise<readonly JWK[]> {
    const asked = { keys: fetchKeys(source), at: clock.now() };
    kept = asked;
    asked.keys.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.keys;
  }

  function keys(): Promise<readonly JWK[]> {
    if (kept === undefined) return refresh();
    const ends = habit.refetches === "never" ? Infinity : kept.at + habit.cacheSeconds * 1000;
    return clock.now() < ends ? kept.keys : refresh();
  }

  return {
    keys,
    keysAfterUnknownKid: () => (habit.refetches === "on-unknown-kid" ? refresh() : keys()),
    refresh,
    forget() {
      kept = undefined;
    },
    habit: () => habit,
    keep(next) {
      habit = next;
    },
  };
}

async function fetchKeys({ jwksUrl, userAgent }: KeySource): Promise<readonly JWK[]> {
  const response = await fetch(jwksUrl, { headers: { "user-agent": userAgent }, signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`the JWKS answered ${response.status}`);
  const { keys } = (await response.json()) as { keys: JWK[] };
  return keys;
}
