import type { ClerkInstance } from "./instance";
import { activeSessionsOf, type Client } from "./store";

const YEAR_SECONDS = 365 * 86_400;

/** Tells the browser; page scripts cannot read it. */
export const CLIENT_COOKIE = "__client";

/** Plain http on localhost: no `Secure`, or the browser would drop them. */
export function cookie(name: string, value: string, maxAgeSeconds: number, httpOnly = false): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax${httpOnly ? "; HttpOnly" : ""}`;
}

export function clientCookie(client: Client): string {
  return cookie(CLIENT_COOKIE, client.token, 10 * YEAR_SECONDS, true);
}

/** When this browser's sign-in state last changed: the SDK compares it with the token's age. */
export function clientUatCookies(instance: ClerkInstance, client: Client | undefined): string[] {
  const signedIn = client !== undefined && activeSessionsOf(instance.store, client.id).length > 0;
  const seconds = String(signedIn ? Math.floor(client.authenticatedAt / 1000) : 0);
  return withSuffix(instance, "__client_uat").map((name) => cookie(name, seconds, YEAR_SECONDS));
}

export function sessionCookies(instance: ClerkInstance, jwt: string): string[] {
  return withSuffix(instance, "__session").map((name) => cookie(name, jwt, YEAR_SECONDS));
}

export function expiredSessionCookies(instance: ClerkInstance): string[] {
  return withSuffix(instance, "__session").map((name) => cookie(name, "", 0));
}

function withSuffix(instance: ClerkInstance, name: string): [string, string] {
  return [name, `${name}_${instance.cookieSuffix}`];
}
