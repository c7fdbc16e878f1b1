import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import { type Neighbour, serve } from "../kernel/server";
import { backendRoutes } from "./backend/routes";
import { answerOf, failureOf, notFound } from "./errors";
import { frontendRoutes } from "./frontend/routes";
import { type ClerkInstance, type ClerkSettings, createInstance } from "./instance";
import { platformRoutes } from "./platform/routes";
import { emptyStore } from "./store";

export type ClerkPart = Part & { port: number; instance: ClerkInstance };

/** Starts one Clerk instance: its Frontend, Backend and Platform API on the same port. */
export async function startClerk(
  kernel: Kernel,
  settings: ClerkSettings,
  options: { port: number; seed(instance: ClerkInstance): void },
): Promise<ClerkPart> {
  const instance = await createInstance(settings, kernel.clock);
  options.seed(instance);
  const listener = await serve(neighbourOf(instance), options.port, kernel);
  return {
    port: listener.port,
    instance,
    async reset() {
      emptyStore(instance.store);
      instance.secretKeys.reset();
      instance.handshakes.clear();
      instance.attempts.clear();
      options.seed(instance);
    },
    close: () => listener.close(),
  };
}

function neighbourOf(instance: ClerkInstance): Neighbour {
  return {
    name: instance.name,
    // Bare: with a charset the SDK takes the body for text.
    contentType: "application/json",
    routes: [...platformRoutes(instance), ...backendRoutes(instance), ...frontendRoutes(instance)],
    // Browsers only send GET and POST; other verbs travel in the query.
    methodOf: ({ method, query }) => (method === "POST" && query.get("_method")?.toUpperCase()) || method,
    notFound: ({ method, path }) => answerOf(notFound(`${method} ${path}`)),
    faultName: ({ path }) => [partOf(path), ...ownFaults(path)].map((part) => `${instance.name}/${part}`),
    failure: failureOf,
  };
}

/** What of a part can be broken by itself: making new keys, and ending a session. */
const ownFaults = (path: string): string[] =>
  ["rotate_secret_keys", "revoke"].filter((end) => path.endsWith(`/${end}`)).map((end) => end.replace(/_.*/, ""));

/** What can be broken by itself. The key set is apart because Clerk limits every call but this one. */
function partOf(path: string): "backend" | "frontend" | "jwks" | "platform" {
  if (path === "/v1/jwks") return "jwks";
  if (path.startsWith("/v1/platform/")) return "platform";
  return /^\/v1\/(?!(client|me|environment|health)(\/|$))/.test(path) ? "backend" : "frontend";
}
