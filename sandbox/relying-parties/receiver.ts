import type { Kernel } from "../kernel/kernel";
import type { Exchange } from "../kernel/server";
import { createKeyCache, type KeyCache } from "./key-cache";
import { type RelyingParty, userAgentOf, usualHabit } from "./relying-party";
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

export function createReceiver(kernel: Kernel, party: RelyingParty, jwksUrl: string): Receiver {
  const keyCache = createKeyCache(kernel.clock, { jwksUrl, userAgent: userAgentOf(party) }, usualHabit(party));
  return { party, keyCache, arrivals: new Map(), processed: new Set(), turns: 0, letThroughAt: 0 };
}

/** Back to a receiver that has seen nothing. */
export function forget(receiver: Receiver): void {
  receiver.keyCache.forget();
  receiver.keyCache.keep(usualHabit(receiver.party));
  receiver.arrivals.clear();
  receiver.processed.clear();
  receiver.turns = 0;
  receiver.letThroughAt = 0;
}

/** Verifies a webhook with the receiver's copy of the JWKS. */
export async function verify({ keyCache }: Receiver, { headers, body }: Exchange): Promise<Judgement> {
  const request = {
    id: headers["webhook-id"] ?? "",
    timestamp: headers["webhook-timestamp"] ?? "",
    signature: headers["webhook-signature"] ?? "",
    body,
  };
  const judgement = await judgeSignature(request, await keyCache.keys(), Date.now());
  if (judgement.valid || judgement.reason !== "unknown kid") return judgement;
  return judgeSignature(request, await keyCache.keysAfterUnknownKid(), Date.now());
}
