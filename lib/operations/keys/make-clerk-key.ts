import "server-only";
import { fingerprintOf } from "@/lib/clerk-keys/rules/fingerprint";
import type { KeptClerkRotation } from "@/lib/clerk-keys/shapes";
import { noteAsked, noteInstance, noteNewKey, noteNotAsked } from "@/lib/clerk-keys/writes";
import { readManagedInstance, readManagedKeySets } from "@/lib/connectors/clerk/managed";
import { findApplicationOf, readPlatformKey, rotateSecretKey } from "@/lib/connectors/clerk/platform";
import type { Failure } from "@/lib/connectors/request";
import { consoleDb } from "@/lib/core/db";
import { hours, seconds } from "@/lib/core/duration";
import { ok, type Refusal, type Result, refuse } from "@/lib/core/errors";

/** How long a call that was not answered may still take effect. */
const settlesWithinMs = seconds(60);

export function clerkRefusal(failure: Failure): Refusal {
  if (failure.kind === "unknown_outcome") return { code: "clerk_key_unanswered" };
  return failure.kind === "refused"
    ? { code: "clerk_platform_refused", facts: { status: failure.status } }
    : { code: "clerk_unreachable" };
}

/** Which instance the old key opens, asked once and kept: later the old key may open nothing. */
async function instanceOf(kept: KeptClerkRotation): Promise<Result<string>> {
  if (kept.instanceId !== null) return ok(kept.instanceId);
  const found = await readManagedInstance();
  if (!found.ok) return refuse(found.failure.kind === "refused" ? "clerk_key_no_witness" : "clerk_unreachable");
  await consoleDb().$transaction((tx) => noteInstance(tx, kept.id, found.value));
  return ok(found.value);
}

/**
 * The new key from the Platform API, in memory alone. One that was made in a run that died is found again by what is shown there, and
 * another one is made only where that is certain not to be.
 * @refuses clerk_key_no_witness, clerk_key_unreadable, clerk_key_settling, clerk_key_unanswered, clerk_platform_refused,
 * clerk_unreachable
 */
export async function makeClerkKey(
  kept: KeptClerkRotation,
  { overlap, reason }: { overlap: number; reason: string },
): Promise<Result<string>> {
  const instanceId = await instanceOf(kept);
  if (!instanceId.ok) return instanceId;
  const found = await findApplicationOf(instanceId.value);
  if (!found.ok) return { ok: false, refusal: clerkRefusal(found.failure) };
  if (found.value === null) return refuse("clerk_platform_refused", { status: 404 });
  const place = found.value;
  const read = await readPlatformKey(place);
  if (!read.ok) return { ok: false, refusal: clerkRefusal(read.failure) };
  const shown = fingerprintOf(read.value);
  if (kept.newFingerprint !== null && shown !== kept.newFingerprint) return refuse("clerk_key_unreadable"); // guard: same-new-key
  if (kept.newFingerprint !== null) return ok(read.value);
  const oldEndsAt = new Date((kept.askedAt === null ? Date.now() : Date.parse(kept.askedAt)) + hours(overlap));
  if (kept.askedAt !== null && shown !== kept.shownBefore) return known(kept.id, read.value, oldEndsAt); // guard: made-once
  if (kept.askedAt !== null && Date.now() - Date.parse(kept.askedAt) < settlesWithinMs)
    return refuse("clerk_key_settling"); // guard: not-made-twice
  await consoleDb().$transaction((tx) => noteAsked(tx, kept.id, shown));
  const made = await rotateSecretKey(place, { hours: overlap, reason });
  if (made.ok) return known(kept.id, made.value, oldEndsAt);
  if (made.failure.kind !== "unknown_outcome") await consoleDb().$transaction((tx) => noteNotAsked(tx, kept.id));
  return { ok: false, refusal: clerkRefusal(made.failure) };
}

async function known(id: string, secret: string, oldEndsAt: Date): Promise<Result<string>> {
  const made = { fingerprint: fingerprintOf(secret), in: "platform", oldEndsAt } as const;
  await consoleDb().$transaction((tx) => noteNewKey(tx, id, made));
  return ok(secret);
}

/**
 * Whether a key opens the customers' instance, and no other: the one that the old key opened, or, where nobody can say which that was,
 * the one whose key set is served to the customers' browsers.
 * @refuses clerk_key_dead, clerk_key_foreign, clerk_unreachable
 */
export async function opensSameInstance(kept: KeptClerkRotation, secret: string): Promise<Result<true>> {
  const opened = await readManagedInstance(secret);
  if (!opened.ok) return refuse(opened.failure.kind === "refused" ? "clerk_key_dead" : "clerk_unreachable"); // guard: new-key-answers
  const witness = await instanceOf(kept);
  if (witness.ok && opened.value !== witness.value) return refuse("clerk_key_foreign"); // guard: same-instance
  if (witness.ok) return ok(true);
  const sets = await readManagedKeySets(secret);
  if (!sets.ok) return refuse("clerk_unreachable");
  if (!sets.value.same) return refuse("clerk_key_foreign"); // guard: same-key-set
  return ok(true);
}
