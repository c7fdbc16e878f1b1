import { randomBytes, randomUUID } from "node:crypto";
import { NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/core/env";
import { bearingOf, withBearer } from "./bearer";
import { gateHeader, placeHeader, sealGateNote } from "./gate";
import { grantCookie, openGrantTicket } from "./grant-ticket";
import { withoutClerk, withoutHostile } from "./hostile-headers";
import { isSameOrigin, originFacts } from "./origin";
import { contentSecurityPolicy, securityHeaders } from "./response-headers";
import { answersAnyHost, isClerkProxy, isOpenToAll, isOutsideClerk, wantsPage } from "./routes";

const bodyCapBytes = 1024 * 1024;
const methods = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);

/** What this one answer is known by: its script nonce and the reference in logs, record and error pages. */
export type Marks = { nonce: string; reference: string; bypass: boolean };

export const newMarks = (): Marks => ({
  nonce: randomBytes(16).toString("base64"),
  reference: randomUUID(),
  bypass: false,
});

/**
 * What the gatehouse decided: an answer of its own, or a cleaned request on its way to Clerk's proxy, to Clerk's middleware, or
 * outside of Clerk.
 */
export type Reception =
  | { to: "answer"; response: Response }
  | { to: "clerk-proxy" | "clerk" | "outside"; request: NextRequest };

/**
 * Everything that our middleware does before Clerk's: host, size, hostile headers, origin, and whether Clerk is asked at all. It never
 * decides what is allowed. Marks the answer for whoever brings a break-glass cookie of ours.
 */
export function receive(incoming: NextRequest, marks: Marks): Reception {
  const { pathname } = incoming.nextUrl;
  const { PUBLIC_ORIGIN } = env();
  const answer = (response: Response): Reception => ({ to: "answer", response });
  const foreignHost = incoming.headers.get("host") !== new URL(PUBLIC_ORIGIN).host;
  if (foreignHost && !answersAnyHost(pathname)) return answer(elsewhere(incoming, marks));
  if (!methods.has(incoming.method)) return answer(problem(405, "invalid_input", marks));
  if (!isText(pathname)) return answer(problem(400, "invalid_input", marks));
  if (incoming.headers.has(gateHeader)) return answer(problem(400, "invalid_input", marks));
  if (Number(incoming.headers.get("content-length") ?? 0) > bodyCapBytes)
    return answer(problem(413, "body_too_large", marks));
  const { headers, attempts } = cleaned(incoming, marks);
  if (isOpenToAll(pathname)) return answer(NextResponse.next({ request: { headers } }));
  // What brings no cookie can be nobody's forged click: it is judged by its token, or is nobody's.
  if (bearingOf(pathname, incoming.headers) !== "browser") return program(incoming, headers);
  const sameOrigin = isSameOrigin(originFacts(incoming.method, incoming.headers, PUBLIC_ORIGIN)); // guard: origin-at-the-door
  if (!sameOrigin) return answer(refusedByRecord(incoming, headers, attempts));
  if (!isClerkProxy(pathname)) return { ...around(incoming, headers, marks) };
  const body = { body: incoming.body, duplex: "half" } as const;
  return { to: "clerk-proxy", request: new NextRequest(incoming.url, { method: incoming.method, headers, ...body }) };
}

/** Bytes that are no text name nothing, and the router would fail on them. */
function isText(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname) !== "";
  } catch {
    return false;
  }
}

/** A program's call to the public API: past Clerk, which would take the token for a session's. */
function program(incoming: NextRequest, headers: Headers): Reception {
  const mode = bearingOf(incoming.nextUrl.pathname, incoming.headers) === "both" ? "both" : "token";
  const given = withBearer(withoutClerk(headers, mode), headers.get("authorization"));
  return { to: "outside", request: new NextRequest(incoming.url, { method: incoming.method, headers: given }) };
}

/** Clerk, or past it. The cookie's seal and hour are all that is looked at here; the database decides, request by request. */
function around(incoming: NextRequest, headers: Headers, marks: Marks): Reception {
  const cookie = incoming.cookies.get(grantCookie)?.value;
  marks.bypass = openGrantTicket(cookie, env().GRANT_SIGNING_KEY, new Date()) !== null;
  const outside = marks.bypass || isOutsideClerk(incoming.nextUrl.pathname);
  const given = outside ? withoutClerk(headers) : new Headers(headers);
  // Only programs name themselves in a header, and only to the public API. Clerk would prefer it to the session's cookie.
  given.delete("authorization"); // guard: authorization-elsewhere
  const request = new NextRequest(incoming.url, { method: incoming.method, headers: given });
  return { to: outside ? "outside" : "clerk", request };
}

/** Puts the security headers on an answer, whoever gave it. */
export function dress(response: Response, { nonce, reference, bypass }: Marks, pathname: string): Response {
  const { PUBLIC_ORIGIN, NODE_ENV } = env();
  const headers = securityHeaders({
    nonce,
    https: PUBLIC_ORIGIN.startsWith("https:"),
    development: NODE_ENV === "development",
  });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (!isClerkProxy(pathname)) response.headers.set("Cache-Control", "private, no-store");
  response.headers.set("X-Request-Id", reference);
  if (bypass) response.headers.set("X-Auth-Bypass", "true");
  for (const name of ["x-clerk-auth-status", "x-clerk-auth-reason", "x-clerk-auth-message"])
    response.headers.delete(name);
  return response;
}

/** An answer for programs: a stable code and the reference, nothing else. */
export function problem(status: number, code: string, { reference }: Marks): Response {
  const body = JSON.stringify({ type: "about:blank", title: code, status, code, ref: reference });
  return new Response(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** The headers as the rest of the app sees them: our own origin, nothing hostile, this answer's nonce and reference. */
function cleaned(incoming: NextRequest, { nonce, reference }: Marks): { headers: Headers; attempts: string[] } {
  const { PUBLIC_ORIGIN, NODE_ENV } = env();
  const { kept: headers, attempts } = withoutHostile(incoming.headers);
  const origin = new URL(PUBLIC_ORIGIN);
  headers.set("x-forwarded-host", origin.host);
  headers.set("x-forwarded-proto", origin.protocol.slice(0, -1));
  headers.set("x-request-id", reference);
  headers.set("x-nonce", nonce);
  headers.set(placeHeader, placeOf(incoming.nextUrl));
  headers.set("content-security-policy", contentSecurityPolicy(nonce, NODE_ENV === "development"));
  if (attempts.length > 0) {
    console.warn(JSON.stringify({ level: "warn", ref: reference, stripped: attempts, msg: "hostile headers" }));
    headers.set(gateHeader, sealed(incoming, attempts, null));
  }
  return { headers, attempts };
}

/** What was cut off, and why it is refused, in a form that nobody else can write. */
function sealed(incoming: NextRequest, attempts: readonly string[], refusal: "cross_site" | null): string {
  const path = incoming.nextUrl.pathname.slice(0, 200);
  return sealGateNote({ stripped: attempts.slice(0, 20), refusal, path }, env().NONCE_KEY);
}

/** The page's own address, without what Next's router adds to it. */
function placeOf({ pathname, searchParams }: URL): string {
  const query = new URLSearchParams(searchParams);
  query.delete("_rsc");
  return query.size > 0 ? `${pathname}?${query}` : pathname;
}

/** Next would answer a strange Origin itself, partly with a 500. Ours is recorded by a route handler, and the action never runs. */
function refusedByRecord(incoming: NextRequest, headers: Headers, attempts: string[]): Response {
  for (const name of ["origin", "next-action", "rsc", "content-length", "content-type"]) headers.delete(name);
  headers.set(gateHeader, sealed(incoming, attempts, "cross_site"));
  const target = incoming.nextUrl.clone();
  target.pathname = "/api/refused";
  target.search = "";
  return NextResponse.rewrite(target, { request: { headers } });
}

/** Passkeys, cookies and origin checks all hang on one name: safe page requests go there, everything else is refused. */
function elsewhere(incoming: NextRequest, marks: Marks): Response {
  if (!wantsPage(incoming.method, incoming.headers)) return problem(421, "cross_site", marks);
  const target = incoming.nextUrl.clone();
  target.pathname = "/api/elsewhere";
  target.search = "";
  const headers = new Headers({ [placeHeader]: placeOf(incoming.nextUrl) });
  return NextResponse.rewrite(target, { request: { headers } });
}
