import type { Route } from "../../kernel/routing";
import { notFound } from "../errors";
import type { ClerkInstance } from "../instance";
import { backendRoute, ok } from "./call";

/** The instance itself: its keys, and the handshakes that wait for the product's server. */
export function instanceRoutes(instance: ClerkInstance): Route[] {
  return [
    backendRoute(instance, "GET", "/jwks", () => ok({ keys: [instance.signingKey.jwk] })),
    backendRoute(instance, "GET", "/instance", () =>
      ok({
        object: "instance",
        id: instance.id,
        environment_type: "production",
        allowed_origins: instance.allowedOrigins,
        workspace_id: null,
      }),
    ),
    backendRoute(instance, "GET", "/clients/handshake_payload", ({ query }) => {
      const nonce = query.get("nonce") ?? "";
      const directives = instance.handshakes.get(nonce);
      if (!directives) throw notFound("The handshake");
      instance.handshakes.delete(nonce);
      return ok({ directives });
    }),
  ];
}
