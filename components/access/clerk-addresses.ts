/** Where Clerk's browser side finds things: all of it at our own origin. */
export const clerkAddresses = {
  proxyUrl: "/__clerk",
  signInUrl: "/sign-in",
  signInFallbackRedirectUrl: "/triage",
  afterSignOutUrl: "/sign-in",
  telemetry: false,
} as const;
