import "server-only";
import { env } from "@/lib/core/env";
import { type Answer, type Failure, type Received, request } from "../request";
import { readClerk } from "./client";
import { wireEnvironment, wireInstance } from "./wire";

/** What somebody who signs in to this console needs of Clerk, in the order in which they meet it. */
export const signInSteps = ["environment", "handshake", "backend"] as const;
export type SignInStep = (typeof signInSteps)[number];

/**
 * Asks the console Clerk for everything that a sign-in needs, at once: a key set that is served from a cache says nothing of it.
 * Nothing is changed there, and nobody's session is touched.
 * @param timeoutMs of each step
 * @returns the failure of each step, or null where it answers as it should
 */
export async function trySignInPath(timeoutMs: number): Promise<Record<SignInStep, Failure | null>> {
  const [environment, handshake, backend] = await Promise.all([
    tryEnvironment(timeoutMs),
    tryHandshake(timeoutMs),
    tryBackend(timeoutMs),
  ]);
  return { environment, handshake, backend };
}

/** What the browser's part of Clerk loads first. @source Clerk Frontend API, GET /v1/environment */
async function tryEnvironment(timeoutMs: number): Promise<Failure | null> {
  return failureOf(await frontend("/v1/environment", timeoutMs), ({ body }) => wireEnvironment.safeParse(body).success);
}

/** Where every page load with a token older than a minute goes; it answers with a redirect back to us. */
async function tryHandshake(timeoutMs: number): Promise<Failure | null> {
  const { PUBLIC_ORIGIN } = env();
  const path = `/v1/client/handshake?redirect_url=${encodeURIComponent(`${PUBLIC_ORIGIN}/`)}`;
  const leadsHome = ({ status, location }: Received): boolean =>
    [302, 303, 307].includes(status) &&
    URL.canParse(location ?? "") &&
    new URL(location ?? "").origin === PUBLIC_ORIGIN;
  return failureOf(await frontend(path, timeoutMs), leadsHome);
}

/** Redeems handshakes, and says who is what. @source Clerk Backend API, GET /v1/instance */
async function tryBackend(timeoutMs: number): Promise<Failure | null> {
  const answer = await readClerk("/v1/instance", wireInstance, timeoutMs);
  return answer.ok ? null : answer.failure;
}

/** As our own proxy asks, with the key by which Clerk knows it. @source Clerk, proxying the Frontend API */
function frontend(path: string, timeoutMs: number): Promise<Answer<Received>> {
  const { CLERK_FAPI_URL, CLERK_SECRET_KEY, PUBLIC_ORIGIN } = env();
  const headers = { "clerk-proxy-url": `${PUBLIC_ORIGIN}/__clerk`, "clerk-secret-key": CLERK_SECRET_KEY };
  return request({ url: new URL(path, CLERK_FAPI_URL), headers, timeoutMs });
}

function failureOf(answer: Answer<Received>, isRight: (received: Received) => boolean): Failure | null {
  if (!answer.ok) return answer.failure;
  const { status } = answer.value;
  if (isRight(answer.value)) return null;
  return status >= 400 && status < 500
    ? { kind: "refused", status, code: null }
    : { kind: "unexpected_answer", status };
}
