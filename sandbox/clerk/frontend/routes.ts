import type { Route } from "../../kernel/routing";
import type { ClerkInstance } from "../instance";
import { clientRoutes } from "./client";
import { environmentRoutes } from "./environment";
import { handshakeRoutes } from "./handshake";
import { meRoutes } from "./me";
import { reverificationRoutes } from "./reverification";
import { scriptRoutes } from "./scripts";
import { sessionRoutes } from "./sessions";
import { signInRoutes } from "./sign-ins";

/** The Frontend API: what browsers call. */
export function frontendRoutes(instance: ClerkInstance): Route[] {
  return [
    ...scriptRoutes(),
    { method: "GET", path: "/v1/health", answer: () => ({ status: 200, json: { status: "healthy" } }) },
    {
      method: "GET",
      path: "/.well-known/jwks.json",
      answer: () => ({ status: 200, json: { keys: [instance.signingKey.jwk] } }),
    },
    ...environmentRoutes(instance),
    ...handshakeRoutes(instance),
    ...clientRoutes(instance),
    ...signInRoutes(instance),
    ...sessionRoutes(instance),
    ...reverificationRoutes(instance),
    ...meRoutes(instance),
  ];
}
