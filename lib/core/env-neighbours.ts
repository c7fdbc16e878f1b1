import { z } from "zod";
import { encrypted, isLoopback, ownedBy } from "./env-channels";

const clerkOwn = new Set(["api.clerk.com", "frontend-api.clerk.dev", "clerk.com"]);
const renderOwn = new Set(["api.render.com"]);

/** A URL that receives a Clerk secret of ours: only Clerk's own hosts or this machine. */
export const clerkUrl = z.url({ protocol: /^https?$/ }).refine(
  (value) => {
    const { hostname, protocol } = new URL(value);
    return isLoopback(value) || (protocol === "https:" && (clerkOwn.has(hostname) || hostname.endsWith(".clerk.com")));
  },
  { error: "secrets are sent there, so it must be Clerk's own host or loopback" },
);

/** What is watched: the customers' Clerk and its status page, the host, the identity provider. */
export const neighbourShape = {
  MANAGED_CLERK_SECRET_KEY: z.string().startsWith("sk_"),
  MANAGED_CLERK_API_URL: clerkUrl.default("https://api.clerk.com"),
  /** Of the workspace that owns the customers' application: with it a secret key can be made from here. */
  CLERK_PLATFORM_TOKEN: z.string().min(16).optional(),
  CLERK_PLATFORM_URL: clerkUrl.default("https://api.clerk.com"),
  /** The customers' own Frontend API, often on a domain of theirs. No secret goes there. */
  MANAGED_CLERK_FRONTEND_URL: encrypted,
  MANAGED_CLERK_STATUS_URL: encrypted.default("https://status.clerk.com"),
  RENDER_API_KEY: z.string().startsWith("rnd_"),
  RENDER_API_URL: ownedBy(renderOwn, "Render").default("https://api.render.com"),
  IDP_BASE_URL: encrypted,
  IDP_PROBE_CLIENT_ID: z.string().min(1),
  IDP_PROBE_CLIENT_SECRET: z.string().min(1),
};
