import { modeHeader } from "./gate";

/** Headers that only our own infrastructure may speak. Whatever a client sends under these names is cut off. */
const names = new Set([
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-forwarded-server",
  "x-original-url",
  "x-rewrite-url",
  "x-request-id",
  "x-nonce",
  "content-security-policy",
  "content-security-policy-report-only",
  "x-auth-bypass",
  "x-break-glass",
  "x-user-id",
  "next-resume",
  "x-matched-path",
  "x-nextjs-data",
]);
const prefixes = ["x-clerk-", "clerk-", "x-middleware-", "x-sallyport-"];

/** A load balancer sets these in good faith: cut off, but no sign of an attempt. */
const innocent = new Set([
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-forwarded-server",
  "x-request-id",
]);

const isHostile = (name: string): boolean => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));

/**
 * The headers without what a client has no business to send, and the names that look like an attempt.
 * @source CVE-2025-29927 (x-middleware-subrequest); Clerk: x-clerk-auth-* rests on the secret key alone
 */
export function withoutHostile(headers: Headers): { kept: Headers; attempts: string[] } {
  const kept = new Headers();
  const attempts: string[] = [];
  headers.forEach((value, name) => {
    if (!isHostile(name)) kept.set(name, value);
    else if (!innocent.has(name)) attempts.push(name.slice(0, 80));
  });
  return { kept, attempts };
}

const clerkCookie = /^\s*(__session|__client_uat|__refresh|__clerk_)/;

/**
 * The headers of a request that goes around Clerk: without anything that Clerk would take for a session, so that it asks nobody about
 * it, and marked, so that nothing behind it looks for one.
 * @param headers already without what is hostile
 */
export function withoutClerk(headers: Headers, mode: "outside" | "token" | "both" = "outside"): Headers {
  const kept = new Headers(headers);
  kept.delete("authorization");
  const cookies = (headers.get("cookie") ?? "").split(";").filter((pair) => pair !== "" && !clerkCookie.test(pair));
  if (cookies.length > 0) kept.set("cookie", cookies.join(";").trim());
  else kept.delete("cookie");
  kept.set(modeHeader, mode);
  return kept;
}
