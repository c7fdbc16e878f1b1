import type { Answer, Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { answerOf, ClerkRefusal } from "../errors";
import type { ClerkInstance } from "../instance";

/** A Backend API route: only the holder of the secret key gets past it. */
export function backendRoute(
  instance: ClerkInstance,
  method: string,
  path: string,
  handle: (exchange: Exchange) => Answer | Promise<Answer>,
): Route {
  return {
    method,
    path: `/v1${path}`,
    async answer(exchange) {
      try {
        requireSecretKey(instance, exchange);
        return await handle(exchange);
      } catch (error) {
        if (error instanceof ClerkRefusal) return answerOf(error);
        throw error;
      }
    },
  };
}

export function ok(json: unknown): Answer {
  return { status: 200, json };
}

function requireSecretKey(instance: ClerkInstance, exchange: Exchange): void {
  const given = /^Bearer (.+)$/.exec(exchange.headers.authorization ?? "")?.[1];
  if (given === undefined) throw new ClerkRefusal(401, "authentication_invalid", "Invalid authentication");
  if (!instance.secretKeys.accepts(given))
    throw new ClerkRefusal(401, "secret_key_invalid", "The provided Clerk Secret Key is invalid.");
}
