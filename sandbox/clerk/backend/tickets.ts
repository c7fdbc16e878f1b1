import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { ClerkRefusal, notFound } from "../errors";
import { newId, newSecret } from "../ids";
import type { ClerkInstance } from "../instance";
import type { SignInToken } from "../store";
import { backendRoute, ok } from "./call";

const MONTH_SECONDS = 2_592_000;
const TESTING_TOKEN_SECONDS = 3600;

/** Tokens that open a door once: for a person to sign in with, and for browser tests. */
export function ticketRoutes(instance: ClerkInstance): Route[] {
  return [
    backendRoute(instance, "POST", "/sign_in_tokens", (exchange) => ok(signInTokenJson(issue(instance, exchange)))),
    backendRoute(instance, "POST", "/testing_tokens", () =>
      ok({
        object: "testing_token",
        token: newSecret(),
        expires_at: Math.floor(Date.now() / 1000) + TESTING_TOKEN_SECONDS,
      }),
    ),
  ];
}

function issue(instance: ClerkInstance, exchange: Exchange): SignInToken {
  const { user_id: userId, expires_in_seconds: lifetime = MONTH_SECONDS } = exchange.json() as Record<string, unknown>;
  if (typeof userId !== "string") {
    throw new ClerkRefusal(422, "form_param_missing", "user_id must be included.", { param: "user_id" });
  }
  if (!instance.store.users.has(userId)) throw notFound("The user");
  const now = Date.now();
  const seconds = typeof lifetime === "number" && lifetime >= 1 ? lifetime : MONTH_SECONDS;
  const token: SignInToken = {
    id: newId("sit"),
    userId,
    token: newSecret(),
    status: "pending",
    expiresAt: now + seconds * 1000,
    createdAt: now,
    updatedAt: now,
  };
  instance.store.signInTokens.set(token.id, token);
  return token;
}

function signInTokenJson(token: SignInToken): Record<string, unknown> {
  return {
    object: "sign_in_token",
    id: token.id,
    user_id: token.userId,
    token: token.token,
    status: token.status,
    url: null,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
  };
}
