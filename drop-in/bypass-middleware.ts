/**
 * Lets an app take people in while Clerk is down, as far as Sallyport says at this moment. Copy this file beside the app's middleware:
 *
 *   import { clerkMiddleware } from "@clerk/nextjs/server";
 *   import { withBypass } from "./bypass-middleware";
 *
 *   export default withBypass(clerkMiddleware(), {
 *     console: process.env.SALLYPORT_URL, app: "storefront", token: process.env.SALLYPORT_BYPASS_TOKEN,
 *     consoleKeys: [process.env.SALLYPORT_BYPASS_KEY], sessionKey: process.env.CLERK_JWT_KEY,
 *     nobody: clerkMiddleware(),
 *   });
 *   export const config = { runtime: "nodejs", matcher: ["/((?!_next/static|favicon.ico).*)"] };
 *
 * It fails closed: without a document that it fetched seconds ago, for this app, under a key that it was given and within its own times,
 * every request goes to Clerk as if this file were not there. Behind it, who was let in is in the request headers `x-auth-bypass` (the
 * rung) and `x-auth-bypass-subject` (Clerk's id, where a session told it); whatever came from outside under such names is cut off.
 */
import { type NextFetchEvent, type NextMiddleware, NextRequest, NextResponse } from "next/server.js";

export type BypassOptions = {
  /** Where Sallyport is: its origin. */
  console: string;
  /** This app's id there. */
  app: string;
  /** This app's bypass token. */
  token: string;
  /** Public keys of Sallyport, base64: one, or two while it changes its key. */
  consoleKeys: readonly string[];
  /** Clerk's public key for sessions, PEM (`CLERK_JWT_KEY`): stored here, so that nobody has to be asked. */
  sessionKey: string;
  /** Only sessions for one of these origins count, where a session names one. */
  authorizedParties?: readonly string[];
  /** Clerk's middleware without a handler: it is shown a request without a session, so that `auth()` says "nobody" instead of throwing. */
  nobody?: NextMiddleware;
  /** How long a document is used before another one is fetched. */
  cacheSeconds?: number;
};

type Rung = { rung: string; sessionMinutes?: number; routes?: string[]; people?: string[] };
type Open = { state: "open"; opening: string } & Rung;
type Said = ({ state: "closed" } | Open) & { app: string; issuedAt: string; expiresAt: string };
type Session = { subject: string; issuedAt: number; expiresAt: number };
type Let = { opening: string; rung: string; subject: string | null };

const clockSkewMs = 5_000;
const fetchPatienceMs = 1_500;
const longestDocumentMs = 30 * 60_000;
const namedSessionMs = 24 * 60 * 60_000;
const mostWaiting = 500;
const mostInOneReport = 100;
const hostile = "x-auth-bypass";

/** Wraps an app's middleware. */
export function withBypass(next: NextMiddleware, options: BypassOptions): NextMiddleware {
  const documents = documentsOf(options);
  const reports = reportsOf(options);
  return async (request, event) => {
    const document = await documents.current(event);
    const let_ = document?.state === "open" ? await whomItLets(request, document, options) : null;
    if (let_ === null) return clean(await next(request, event), request);
    reports.tell(await useOf(request, let_, options.app), let_.opening, event);
    const response = (await passed(request, let_, event, options)) as NextResponse;
    response.headers.set("X-Auth-Bypass", "true");
    response.headers.set("Cache-Control", "private, no-store");
    return response;
  };
}

async function passed(request: NextRequest, { rung, subject }: Let, event: NextFetchEvent, { nobody }: BypassOptions) {
  const headers = withoutHostile(request.headers);
  headers.set("x-auth-bypass", rung);
  if (subject !== null) headers.set("x-auth-bypass-subject", subject);
  if (!nobody) return NextResponse.next({ request: { headers } });
  headers.delete("authorization");
  const cookies = (headers.get("cookie") ?? "")
    .split(";")
    .filter((pair) => !/^\s*__(session|client_uat|refresh|clerk)/.test(pair));
  headers.set("cookie", cookies.join(";").trim());
  const shown = new NextRequest(request.url, { method: request.method, headers });
  const answer = await nobody(shown, event);
  return answer ?? NextResponse.next({ request: { headers } });
}

/** Cuts off what a client claims of itself under our names, also where the app's own middleware passes its headers on as they came. */
function clean(response: Awaited<ReturnType<NextMiddleware>>, request: NextRequest) {
  const claims = [...request.headers.keys()].filter((name) => name.startsWith(hostile));
  if (claims.length === 0) return response;
  const passing = response ?? NextResponse.next();
  if (passing.headers.get("x-middleware-next") !== "1" && !passing.headers.has("x-middleware-rewrite")) return response;
  const listed = passing.headers.get("x-middleware-override-headers");
  const dressed = NextResponse.next({ request: { headers: withoutHostile(request.headers) } });
  const kept =
    listed === null ? [...dressed.headers] : [["x-middleware-override-headers", withoutClaims(listed)] as const];
  for (const [name, value] of kept) if (name !== "x-middleware-next") passing.headers.set(name, value);
  return passing;
}

const withoutClaims = (listed: string): string =>
  listed
    .split(",")
    .filter((name) => !name.trim().startsWith(hostile))
    .join(",");

function withoutHostile(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of [...kept.keys()]) if (name.startsWith(hostile)) kept.delete(name);
  return kept;
}

/** The document of this moment. While nothing is open nobody waits for it; while something is, no stale word counts. */
function documentsOf(options: BypassOptions) {
  let known: Said | null = null;
  let newest = "";
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | null = null;
  const cacheMs = (options.cacheSeconds ?? 3) * 1_000;
  const refresh = async (): Promise<void> => {
    const told = await fetchDocument(options).catch(() => null);
    // A word that is older than the last one is somebody's recording. Both are ISO texts in UTC.
    known = told !== null && told.issuedAt >= newest ? told : null;
    newest = known?.issuedAt ?? newest;
    fetchedAt = Date.now();
    fetching = null;
  };
  return {
    async current(event: NextFetchEvent): Promise<Said | null> {
      if (Date.now() - fetchedAt < cacheMs) return inTime(known);
      fetching ??= refresh();
      if (known?.state === "open") await fetching;
      else event.waitUntil(fetching);
      return Date.now() - fetchedAt < cacheMs ? inTime(known) : null;
    },
  };
}

function inTime(document: Said | null): Said | null {
  if (document === null) return null;
  const [issued, expires, now] = [Date.parse(document.issuedAt), Date.parse(document.expiresAt), Date.now()];
  return issued <= now + clockSkewMs && now < expires && expires - issued <= longestDocumentMs ? document : null;
}

async function fetchDocument({ console: origin, app, token, consoleKeys }: BypassOptions): Promise<Said | null> {
  const answer = await fetch(`${origin}/api/v1/bypass/${encodeURIComponent(app)}`, {
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(fetchPatienceMs),
  });
  if (answer.status !== 200) return null;
  const { jws } = (await answer.json()) as { jws: string };
  const said = await verified(jws, consoleKeys);
  return said?.app === app ? inTime(said) : null;
}

/** @source RFC 7515 §5.2, RFC 8037 §3.1 */
async function verified(jws: string, keys: readonly string[]): Promise<Said | null> {
  const [head = "", body = "", signature = "", more] = jws.split(".");
  const header = fromJson(head) as { alg?: string; typ?: string } | null;
  if (more !== undefined || header?.alg !== "EdDSA" || header.typ !== "sallyport-bypass") return null;
  for (const each of keys) {
    const key = await crypto.subtle.importKey("spki", fromBase64(each), "Ed25519", false, ["verify"]);
    const holds = await crypto.subtle.verify("Ed25519", key, fromBase64(signature), bytesOf(`${head}.${body}`));
    if (holds) return fromJson(body) as Said | null;
  }
  return null;
}

/** The rung decides; whose session still holds gets in on every one. */
async function whomItLets(request: NextRequest, document: Open, options: BypassOptions): Promise<Let | null> {
  const { opening, rung, sessionMinutes = 0, routes = [], people = [] } = document;
  const session = await sessionOf(request, options);
  const now = Date.now();
  const letIn = { opening, rung, subject: session?.subject ?? null };
  if (session && now < session.expiresAt) return letIn;
  if (rung === "recent" && session && now < session.expiresAt + sessionMinutes * 60_000) return letIn;
  if (rung === "named" && session && people.includes(session.subject) && now < session.issuedAt + namedSessionMs)
    return letIn;
  const stranger = { ...letIn, subject: null };
  if (rung === "read-only" && ["GET", "HEAD"].includes(request.method) && isBelow(request.nextUrl.pathname, routes))
    return stranger;
  return rung === "everyone" ? stranger : null;
}

/** A path that is written in a way that could be read in two is below nothing. */
function isBelow(path: string, routes: readonly string[]): boolean {
  if (!/^\/(?!.*(\/\/|\.\.))[\w./~-]*$/.test(path)) return false;
  return routes.some((route) => path === route || path.startsWith(route.endsWith("/") ? route : `${route}/`));
}

/** The session that a request brings, whenever it ran out: its signature holds, and it is for this app. */
async function sessionOf(request: NextRequest, options: BypassOptions): Promise<Session | null> {
  const cookies = request.cookies.getAll().filter(({ name }) => /^__session(_|$)/.test(name));
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const tokens = [...cookies.map(({ value }) => value), ...(bearer ? [bearer] : [])].slice(0, 4);
  const found = await Promise.all(tokens.map((token) => verifiedSession(token, options).catch(() => null)));
  return found.reduce((best, each) => (each && each.expiresAt > (best?.expiresAt ?? 0) ? each : best), null);
}

async function verifiedSession(
  token: string,
  { sessionKey, authorizedParties }: BypassOptions,
): Promise<Session | null> {
  const [head = "", body = "", signature = ""] = token.split(".");
  if ((fromJson(head) as { alg?: string } | null)?.alg !== "RS256") return null;
  const pem = sessionKey.replaceAll("\\n", "\n").replaceAll(/-----[^-]+-----|\s/g, "");
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", fromBase64(pem), algorithm, false, ["verify"]);
  if (!(await crypto.subtle.verify(algorithm, key, fromBase64(signature), bytesOf(`${head}.${body}`)))) return null;
  const claims = fromJson(body) as {
    sub?: string;
    iat?: number;
    nbf?: number;
    exp?: number;
    azp?: string;
    sts?: string;
  };
  const { sub, iat, nbf = 0, exp, azp, sts } = claims;
  if (typeof sub !== "string" || !/^user_\w+$/.test(sub) || typeof iat !== "number" || typeof exp !== "number")
    return null;
  if (sts === "pending" || Math.max(iat, nbf) * 1_000 > Date.now() + clockSkewMs) return null;
  if (azp !== undefined && authorizedParties && !authorizedParties.includes(azp)) return null;
  return { subject: sub, issuedAt: iat * 1_000, expiresAt: exp * 1_000 };
}

type Use = { id: string; at: string; method: string; route: string; subject: string | null; requestId: string | null };

/** What is told of a request: where, not with which words; who, as a hash. */
async function useOf(request: NextRequest, { subject }: Let, app: string): Promise<Use> {
  const hash = subject === null ? null : await crypto.subtle.digest("SHA-256", bytesOf(`${app}:${subject}`));
  const requestId = request.headers
    .get("x-request-id")
    ?.replaceAll(/[^\x20-\x7e]/g, "")
    .slice(0, 80);
  return {
    id: crypto.randomUUID(),
    at: new Date().toISOString(),
    method: request.method,
    route: request.nextUrl.pathname.slice(0, 200),
    subject:
      hash === null ? null : [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    requestId: requestId || null,
  };
}

/** Tells Sallyport of what was let through, in batches, again when it could not be told. Of what is too much only the number is kept. */
function reportsOf({ console: origin, app, token }: BypassOptions) {
  const waiting: { opening: string; use: Use }[] = [];
  const lost = new Map<string, number>();
  let sending: Promise<void> | null = null;
  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const opening = waiting[0]?.opening ?? "";
      const batch = waiting.filter((each) => each.opening === opening).slice(0, mostInOneReport);
      const unreported = lost.get(opening) ?? 0;
      const answer = await fetch(`${origin}/api/v1/bypass/${encodeURIComponent(app)}/uses`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ opening, uses: batch.map(({ use }) => use), unreported }),
        redirect: "manual",
        signal: AbortSignal.timeout(fetchPatienceMs),
      });
      // What it will never take is given up; anything else is told again with the next request.
      if (!answer.ok && ![404, 422].includes(answer.status)) return;
      for (const told of batch) waiting.splice(waiting.indexOf(told), 1);
      lost.set(opening, (lost.get(opening) ?? 0) - unreported);
    }
  };
  return {
    tell(use: Use, opening: string, event: NextFetchEvent): void {
      if (waiting.length < mostWaiting) waiting.push({ opening, use });
      else lost.set(opening, (lost.get(opening) ?? 0) + 1);
      sending ??= send()
        .catch(() => undefined)
        .finally(() => {
          sending = null;
        });
      event.waitUntil(sending);
    },
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function fromJson(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64(part)));
  } catch {
    return null;
  }
}
