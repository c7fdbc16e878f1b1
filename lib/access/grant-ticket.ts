import { createHmac, timingSafeEqual } from "node:crypto";

/** `__Host-`: from this very host, over a secure channel, for every path, and for no other host. */
export const grantCookie = "__Host-sallyport-grant";

/** What the cookie of a break-glass grant says. That it is true, the database decides, request by request. */
export type GrantTicket = { grantId: string; secret: string; expiresAt: Date };

const seal = (text: string, key: string): Buffer => createHmac("sha256", key).update("grant.").update(text).digest();

/** @param key GRANT_SIGNING_KEY, never sent anywhere */
export function sealGrantTicket({ grantId, secret, expiresAt }: GrantTicket, key: string): string {
  const text = [grantId, secret, expiresAt.getTime()].join(".");
  return `${text}.${seal(text, key).toString("base64url")}`;
}

/**
 * Reads a cookie that we sealed and whose hour is not over by this machine's clock.
 * @returns null for anything else, however it is bent
 */
export function openGrantTicket(value: string | undefined, key: string, now: Date): GrantTicket | null {
  const [grantId, secret, end, mac, rest] = (value ?? "").split(".");
  if (!grantId || !secret || !end || !mac || rest !== undefined) return null;
  const [given, wanted] = [Buffer.from(mac, "base64url"), seal([grantId, secret, end].join("."), key)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null; // guard: grant-seal
  const expiresAt = new Date(Number(end));
  return expiresAt > now ? { grantId, secret, expiresAt } : null; // guard: grant-ticket-expiry
}

/** Strict: no link of anybody else's brings it along. Secure, also at a `localhost` that browsers trust without TLS. */
export const grantCookieOptions = (expires: Date) =>
  ({ path: "/", httpOnly: true, secure: true, sameSite: "strict", expires }) as const;
