import type { JWK } from "jose";
import type { Clock } from "../kernel/clock";

export type KeyCache = {
  /** What the receiver believes to be the published keys, asked for when its cache has run out. */
  keys(): Promise<readonly JWK[]>;
  /** Asks again, whatever the cache says. */
  refresh(): Promise<readonly JWK[]>;
  forget(): void;
};

export type KeySource = { jwksUrl: string; userAgent: string; cacheSeconds: number };

/** One relying party's own copy of the JWKS; it ages by the sandbox's clock. */
export function createKeyCache(clock: Clock, source: KeySource): KeyCache {
  let kept: { keys: Promise<readonly JWK[]>; until: number } | undefined;

  function refresh(): Promise<readonly JWK[]> {
    const asked = { keys: fetchKeys(source), until: clock.now() + source.cacheSeconds * 1000 };
    kept = asked;
    asked.keys.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.keys;
  }

  return {
    keys: () => (kept && clock.now() < kept.until ? kept.keys : refresh()),
    refresh,
    forget() {
      kept = undefined;
    },
  };
}

async function fetchKeys({ jwksUrl, userAgent }: KeySource): Promise<readonly JWK[]> {
  const response = await fetch(jwksUrl, { headers: { "user-agent": userAgent }, signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`the JWKS answered ${response.status}`);
  const { keys } = (await response.json()) as { keys: JWK[] };
  return keys;
}
