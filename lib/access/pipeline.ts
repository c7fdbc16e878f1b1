import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/core/env";
import { ok, type Result, refuse, settled } from "@/lib/core/errors";
import type { HumanActor, TokenActor, Visitor } from "./actor";
import { comesFromABrowser, identify, identifyCaller, requestReference } from "./identify";
import { limitChanges, limitKnocks } from "./limits";
import { isSameOrigin, originFacts } from "./origin";

export type Caller = { identified: HumanActor | Visitor; ref: string };

/** Somebody at the break-glass page: nobody knows who, but where from. `address` is what the nearest proxy says; "unknown" without one. */
export type AtTheDoor = { ref: string; address: string; agent: string | null };

/**
 * What an attempt to come in without Clerk passes first. Nobody is identified, and no flood from elsewhere keeps anybody out: the pace
 * is each address's own.
 */
export async function admitToTheDoor(): Promise<Result<AtTheDoor>> {
  const [incoming, ref] = [await headers(), await requestReference()];
  if (!isSameOrigin(originFacts("POST", incoming, env().PUBLIC_ORIGIN))) return refuse("cross_site"); // guard: origin-at-break-glass
  const address = incoming.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 80) || "unknown";
  const limited = await limitKnocks(address);
  return limited.ok ? ok({ ref, address, agent: incoming.get("user-agent") }) : limited;
}

/**
 * What every change passes before its operation is even looked up: it comes from our own pages, from somebody, at a human pace.
 * The middleware judged the origin already; it is not the boundary.
 */
export async function admitChange(): Promise<Result<Caller>> {
  const [incoming, ref] = [await headers(), await requestReference()];
  if (!isSameOrigin(originFacts("POST", incoming, env().PUBLIC_ORIGIN))) return refuse("cross_site"); // guard: origin
  // Without our own database nobody is anybody: that is an answer, too.
  const identified = await settled(identify);
  if (!identified.ok) return identified;
  const limited = await limitChanges(identified.value);
  return limited.ok ? ok({ identified: identified.value, ref }) : limited;
}

export type ApiCaller = { identified: HumanActor | TokenActor | Visitor; ref: string };

/**
 * What every change by the public API passes first. A program has shown its token, has no cookie that another site could use, and was
 * counted when it was identified; everybody else passes what a page's changes pass.
 */
export async function admitCall(): Promise<Result<ApiCaller>> {
  if (await comesFromABrowser()) return admitChange();
  const identified = await settled(identifyCaller);
  if (!identified.ok) return identified;
  return ok({ identified: identified.value, ref: await requestReference() });
}
