import { setTimeout as delay } from "node:timers/promises";
import type { Kernel } from "../kernel/kernel";
import type { Answer, Exchange } from "../kernel/server";
import { type Receiver, verify } from "./receiver";
import type { Character } from "./relying-party";

type Behaviour = (receiver: Receiver, exchange: Exchange, kernel: Kernel) => Answer | Promise<Answer>;

/** Longer than any dispatcher waits. */
const SLOW_MS = 12_000;
const ONE_PER_MS = 1_000;

/** How each character answers a webhook. */
export const CHARACTERS: Record<Character, Behaviour> = {
  healthy: (receiver, exchange) =>
    whenGenuine(receiver, exchange, (webhookId) => {
      const duplicate = receiver.processed.has(webhookId);
      receiver.processed.add(webhookId);
      return { status: 200, json: duplicate ? { received: true, duplicate } : { received: true } };
    }),

  // Its habit is to trust its copy of the JWKS until that ends, so that a newer key is nobody's.
  "unknown-kid": (receiver, exchange) =>
    whenGenuine(receiver, exchange, () => ({ status: 200, json: { received: true } })),

  conflicting: (receiver, exchange) =>
    whenGenuine(receiver, exchange, (webhookId) => {
      if (receiver.processed.has(webhookId)) {
        return { status: 409, json: { error: "key already processed", idempotency_key: webhookId } };
      }
      receiver.processed.add(webhookId);
      return { status: 200, json: { received: true } };
    }),

  async slow() {
    await delay(SLOW_MS, undefined, { ref: false });
    return { status: 200, json: { received: true } };
  },

  failing: () => ({ status: 500, json: { message: "NoMethodError: undefined method `email' for nil" } }),

  "payload-rejecting": () => ({ status: 422, json: { errors: { email: ["is missing"] } } }),

  gone: () => ({ status: 410, text: "this endpoint was retired" }),

  redirecting: () => ({ status: 301, headers: { location: "/hooks/v2" } }),

  "rate-limited"(receiver, _exchange, kernel) {
    const now = kernel.clock.now();
    if (now - receiver.letThroughAt < ONE_PER_MS) {
      return { status: 429, headers: { "retry-after": "1" }, json: { error: "1 request per second" } };
    }
    receiver.letThroughAt = now;
    return { status: 200, json: { received: true } };
  },

  // Two of three fail.
  flapping(receiver) {
    receiver.turns += 1;
    if (receiver.turns % 3 !== 0) return { status: 503, text: "no healthy upstream" };
    return { status: 200, json: { received: true } };
  },
};

async function whenGenuine(
  receiver: Receiver,
  exchange: Exchange,
  accept: (webhookId: string) => Answer,
): Promise<Answer> {
  try {
    const judgement = await verify(receiver, exchange);
    if (judgement.valid) return accept(exchange.headers["webhook-id"] ?? "");
    return { status: 401, json: { error: judgement.reason, kid: judgement.kid } };
  } catch {
    return { status: 503, json: { error: "signing keys cannot be fetched" } };
  }
}
