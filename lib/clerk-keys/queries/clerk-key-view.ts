import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasPlatformToken } from "@/lib/connectors/clerk/platform";
import { env } from "@/lib/core/env";
import { Refused } from "@/lib/core/errors";
import { clerkKeyStage, consumerLine, reportOf, workAt } from "../rules/consumers";
import { fingerprintOf } from "../rules/fingerprint";
import { type ClerkKeyView, keyFingerprint } from "../shapes";
import { findClerkRotation, listAskedOfClerkKey } from "./find-clerk-rotation";
import { listConsumers } from "./list-consumers";

/** What this console itself asks the customers' Clerk with. */
export const ownFingerprint = (): string => fingerprintOf(env().MANAGED_CLERK_SECRET_KEY);

/**
 * A secret key of the customers' Clerk: who uses it, how far its replacement is, and what comes next.
 * @throws Refused clerk_key_not_found for what is no fingerprint
 */
export async function clerkKeyView(actor: Actor, text: string): Promise<ClerkKeyView> {
  const fingerprint = keyFingerprint.safeParse(text).data;
  if (fingerprint === undefined) throw new Refused({ code: "clerk_key_not_found" });
  const rotation = await findClerkRotation(actor, fingerprint);
  const [found, asked] = await Promise.all([listConsumers(actor, rotation), listAskedOfClerkKey(actor, fingerprint)]);
  const [now, keys] = [new Date(), { old: fingerprint, fresh: rotation?.newFingerprint ?? null }];
  const consumers = found.map((each) => consumerLine(each, keys));
  const ownIsOld = ownFingerprint() === fingerprint;
  const used = ownIsOld || consumers.some(({ health }) => reportOf(health) === fingerprint);
  return {
    now: now.toISOString(),
    fingerprint,
    known: rotation !== null || used,
    stage: clerkKeyStage(rotation, consumers),
    rotation,
    consumers,
    lapsed: rotation?.oldEndsAt != null && Date.parse(rotation.oldEndsAt) <= now.getTime(),
    platform: hasPlatformToken(),
    goesOn: consumers.some((each) => workAt(each, keys, now) !== null),
    ownIsOld,
    asked,
  };
}
