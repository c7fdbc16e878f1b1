import "server-only";
import { auth } from "@clerk/nextjs/server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type HumanActor, isHuman, type TokenActor, type Visitor, visitor } from "./actor";
import { keepAttempts } from "./attempts";
import { bearerHeader } from "./bearer";
import { modeHeader, placeHeader } from "./gate";
import { identifyGrant } from "./grant";
import { grantCookie } from "./grant-ticket";
import { identifyToken } from "./session";
import { identifyBearer } from "./token";

/** Who is asking, once per request. Every page, action, live view and route handler starts here. */
export const identify = cache(async (): Promise<HumanActor | Visitor> => {
  const [incoming, identified] = [await headers(), await whoAsks()];
  keepAttempts(identified, incoming);
  return identified;
});

/** Who calls the public API, once per request: a person at a browser, or a program in one person's name. */
export const identifyCaller = cache(async (): Promise<HumanActor | TokenActor | Visitor> => {
  const incoming = await headers();
  const mode = incoming.get(modeHeader);
  if (mode === "both") return visitor({ code: "ambiguous_identity" }); // guard: ambiguous-bearer
  if (mode !== "token") return identify();
  const identified = await identifyBearer(incoming.get(bearerHeader) ?? "", await requestReference());
  keepAttempts(identified, incoming);
  return identified;
});

async function whoAsks(): Promise<HumanActor | Visitor> {
  const incoming = await headers();
  // A program is nobody wherever people are asked for.
  if (!(await comesFromABrowser())) return visitor({ code: "not_signed_in" });
  if (incoming.get(modeHeader) === "outside") {
    const cookie = (await cookies()).get(grantCookie)?.value;
    if (cookie === undefined) return visitor({ code: "not_signed_in" });
    const place = incoming.get(placeHeader) ?? "";
    return identifyGrant({ cookie, agent: incoming.get("user-agent"), place, ref: await requestReference() });
  }
  const { getToken } = await auth();
  return identifyToken(await getToken());
}

/**
 * Who is behind a request that was turned away before Clerk's middleware saw it: Clerk's own helpers know nothing of such a one, so
 * its session cookies are judged here alone.
 */
export async function identifyTurnedAway(): Promise<HumanActor | Visitor> {
  let found = await identifyToken(null);
  for (const { name, value } of (await cookies()).getAll()) {
    if (name.startsWith("__session") && found.kind === "visitor" && found.clerkUserId === null)
      found = await identifyToken(value);
  }
  return found;
}

/**
 * The person whom a page is for. Anybody else is sent to the page that says what is missing and whom to ask.
 * @param page where to come back to, a path of ours; without it, to the address that was asked for
 */
export async function requirePerson(page?: string): Promise<HumanActor> {
  const identified = await identify();
  if (isHuman(identified)) return identified;
  const path = page ?? (await headers()).get(placeHeader) ?? "/triage";
  // Its cookie has to go first: for as long as a browser brings one, Clerk is not asked.
  if (isGrantOver(identified)) redirect(`/api/break-glass/leave?next=${encodeURIComponent(path)}`);
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/** Whether the only thing that somebody brought is a break-glass grant that does not hold, or no more. */
export const isGrantOver = ({ refusal }: Visitor): boolean => ["grant_ended", "grant_foreign"].includes(refusal.code);

/** The reference that ties a request's log lines, record rows and error page together. */
export async function requestReference(): Promise<string> {
  return (await headers()).get("x-request-id") ?? "none";
}

/** Whether a request was let in as a browser's: by its cookies, and from our own pages alone. */
export async function comesFromABrowser(): Promise<boolean> {
  return !["token", "both"].includes((await headers()).get(modeHeader) ?? "");
}
