import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { clerkDownPage } from "@/lib/access/clerk-down-page";
import { dress, type Marks, newMarks, problem, receive } from "@/lib/access/gatehouse";
import { clerkHealth } from "@/lib/access/health";
import { wantsPage } from "@/lib/access/routes";
import { env } from "@/lib/core/env";
import { within } from "@/lib/core/patience";

/** Longest that Clerk's middleware may hold a request before Clerk is asked whether it lives; its own calls have no time limit. */
const clerkPatienceMs = 1_000;
/** Longest for which a Clerk that lives may be slow on top of that. */
const slowClerkPatienceMs = 2_000;
const proxyPatienceMs = 12_000;

/** Decides who is asked to identify the person, never what is allowed: every page, action and route handler authorises itself. */
export default async function middleware(incoming: NextRequest, event: NextFetchEvent): Promise<Response> {
  const marks = newMarks();
  const reception = receive(incoming, marks);
  const response =
    reception.to === "answer"
      ? reception.response
      : reception.to === "clerk"
        ? await throughClerk(reception.request, event, marks)
        : reception.to === "outside"
          ? await outsideClerk(reception.request, event)
          : await throughProxy(reception.request, event, marks);
  return dress(response, marks, incoming.nextUrl.pathname);
}

const clerk = clerkMiddleware(
  () => undefined,
  () => ({
    publishableKey: env().CLERK_PUBLISHABLE_KEY,
    jwtKey: env().CLERK_JWT_KEY,
    authorizedParties: [env().PUBLIC_ORIGIN],
    proxyUrl: "/__clerk",
    signInUrl: "/sign-in",
    frontendApiProxy: { enabled: true },
  }),
);

/**
 * Clerk's middleware with nothing to look at: it finds nobody, asks nobody and redirects nobody, and overwrites what a request may
 * claim of itself. Without it, code that asks Clerk by mistake would fail instead of finding nobody.
 */
const blindClerk = clerkMiddleware(
  () => undefined,
  () => ({
    publishableKey: env().CLERK_PUBLISHABLE_KEY,
    jwtKey: env().CLERK_JWT_KEY,
    authorizedParties: [env().PUBLIC_ORIGIN],
    signInUrl: "/sign-in",
  }),
);

/** For the break-glass page, and for whoever holds a break-glass cookie. */
async function outsideClerk(request: NextRequest, event: NextFetchEvent): Promise<Response> {
  return (await blindClerk(request, event)) ?? NextResponse.next({ request });
}

/** Clerk's middleware, but never for longer than a person waits, and never a redirect to a vendor that does not answer. */
async function throughClerk(request: NextRequest, event: NextFetchEvent, marks: Marks): Promise<Response> {
  const response = await patiently(clerk(request, event));
  const handshake = (response?.headers.get("location") ?? "").includes("/v1/client/handshake");
  return response && !(handshake && !(await clerkHealth()).answers) ? response : clerkIsDown(request, marks);
}

/** Clerk's own addresses. A person may be sent to one, a handshake, in the moment in which Clerk dies. */
async function throughProxy(request: NextRequest, event: NextFetchEvent, marks: Marks): Promise<Response> {
  const page = wantsPage(request.method, request.headers);
  const asked = clerk(request, event);
  const response = await (page ? patiently(asked) : within(proxyPatienceMs, asked));
  return response && !(page && response.status >= 500) ? response : clerkIsDown(request, marks);
}

function clerkIsDown(request: NextRequest, marks: Marks): Response {
  if (!wantsPage(request.method, request.headers)) return problem(503, "clerk_unreachable", marks);
  const page = clerkDownPage(request.headers.get("accept-language"), marks.reference);
  return new Response(page, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8", "Retry-After": "10" },
  });
}

/** A dead Clerk is given up after a second, a slow one after three. */
async function patiently<T>(asked: T | Promise<T>): Promise<T | null> {
  const soon = await within(clerkPatienceMs, asked);
  return soon ?? ((await clerkHealth()).answers ? within(slowClerkPatienceMs, asked) : null);
}

export const config = {
  runtime: "nodejs",
  matcher: ["/((?!_next/static/|favicon.svg$).*)", "/__clerk/:path*"],
};
