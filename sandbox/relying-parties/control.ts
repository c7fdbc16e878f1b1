import type { Exchange } from "../kernel/exchange";
import { Refusal } from "../kernel/refusal";
import type { Route } from "../kernel/routing";
import type { KeyCache } from "./key-cache";
import { type KeyHabit, REFETCHES } from "./relying-party";

const PLACE = "/relying-parties/:slug/key-cache";
const LONGEST_SECONDS = 10 * 365 * 86_400;

type Kept = { cache: KeyCache; usual: KeyHabit };

/**
 * How a relying party keeps its copy of the JWKS: `PUT` `{ cacheSeconds?, refetches? }` changes what it names, `DELETE` brings its usual
 * habit back, and `POST` makes it fetch now. Each answers with the habit.
 */
export function keyCacheControl(keptBy: (slug: string) => Kept | undefined): Route[] {
  const route = (method: string, act: (kept: Kept, exchange: Exchange) => unknown): Route => ({
    method,
    path: PLACE,
    async answer(exchange) {
      const kept = keptBy(exchange.params.slug ?? "");
      if (!kept) throw new Refusal(404, "not_found", "There is no such relying party.");
      await act(kept, exchange);
      return { status: 200, json: kept.cache.habit() };
    },
  });
  return [
    route("GET", () => undefined),
    route("PUT", ({ cache }, exchange) => cache.keep(readHabit(exchange, cache.habit()))),
    route("POST", ({ cache }) => cache.refresh()),
    route("DELETE", ({ cache, usual }) => cache.keep(usual)),
  ];
}

function readHabit(exchange: Exchange, now: KeyHabit): KeyHabit {
  const { cacheSeconds = now.cacheSeconds, refetches = now.refetches } = exchange.json() as Record<string, unknown>;
  if (typeof cacheSeconds !== "number" || !(cacheSeconds >= 0 && cacheSeconds <= LONGEST_SECONDS))
    throw invalid(`cacheSeconds must be a number from 0 to ${LONGEST_SECONDS}`);
  const known = REFETCHES.find((each) => each === refetches);
  if (!known) throw invalid(`refetches must be one of ${REFETCHES.join(", ")}`);
  return { cacheSeconds, refetches: known };
}

const invalid = (sentence: string): Refusal => new Refusal(400, "invalid_key_cache", `${sentence}.`);
