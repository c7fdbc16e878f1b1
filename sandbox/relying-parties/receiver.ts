import type { Kernel } from "../kernel/kernel";
import type { Exchange } from "../kernel/server";
import { createKeyCache, type KeyCache } from "./key-cache";
import { type RelyingParty, userAgentOf } from "./relying-party";
import { type Judgement, judgeSignature } from "./signature";

/** One relying party's memory. */
export type Receiver = {
  party: RelyingParty;
  keyCache: KeyCache;
  /** How often each webhook id has arrived. */
  arrivals: Map<string, number>;
  /** Webhook ids that count as done: the next one with the same id is a duplicate. */
  processed: Set<string>;
  /** Requests so far, for those who fail by turns. */
  turns: number;
  /** Sandbox time of the last request let through, for those who limit the rate. */
  letThroughAt: number;
};

/** Without a promise about its cache, a relying party keeps keys this long. */
const UNPROMISED_CACHE_SECONDS = 3_600;

export function createReceiver(kernel: Kernel, party: RelyingParty, jwksUrl: string): Receiver {
  const cacheSeconds = party.jwksCacheSeconds ?? UNPROMISED_CACHE_SECONDS;
  const keyCache = createKeyCache(kernel.clock, { jwksUrl, userAgent: userAgentOf(party), cacheSeconds });
  return { party, keyCache, arrivals: new Map(), processed: new Set(), turns: 0, letThroughAt: 0 };
}

/** Back to a receiver that has seen nothing. */
export function forget(receiver: Receiver): void {
  receiver.keyCache.forget();
  receiver.arrivals.clear();
  receiver.processed.clear();
  receiver.turns = 0;
  receiver.letThroughAt = 0;
}

/**
 * Verifies a webhook with the receiver's copy of the JWKS.
 * @param options `asksAgain` when an unknown kid makes it fetch the JWKS once more, as a careful receiver does
 */
export async function verify(
  receiver: Receiver,
  exchange: Exchange,
  options: { asksAgain: boolean },
): Promise<Judgement> {
  const { headers, body } = exchange;
  const request = {
    id: headers["webhook-id"] ?? "",
    timestamp: headers["webhook-timestamp"] ?? "",
    signature: headers["webhook-signature"] ?? "",
    body,
  };
  const judgement = await judgeSignature(request, await receiver.keyCache.keys(), Date.now());
  if (judgement.valid || judgement.reason !== "unknown kid" || !options.asksAgain) return judgement;
  return judgeSignature(request, await receiver.keyCache.refresh(), Date.now());
}
