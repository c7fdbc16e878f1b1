import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { findClerkRotation } from "@/lib/clerk-keys/queries/find-clerk-rotation";
import { fingerprintOf } from "@/lib/clerk-keys/rules/fingerprint";
import { mayRelease } from "@/lib/clerk-keys/rules/gates";
import { type ClerkKeyView, type KeptClerkRotation, keyFingerprint } from "@/lib/clerk-keys/shapes";
import { keepClerkStep, noteReleased } from "@/lib/clerk-keys/writes";
import { findApplicationOf, readPlatformKey } from "@/lib/connectors/clerk/platform";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { listRunning } from "@/lib/deploys/queries/find-hosted";
import { defineOperation } from "./define";
import { clerkRefusal, opensSameInstance } from "./keys/make-clerk-key";
import { clerkKeyPreview, readClerkKey } from "./keys/show-clerk-key";
import { clerkKeyHref } from "./keys/spread-clerk-key";

/** So often each app is asked: behind one address there may be several instances. */
const looks = 3;

/**
 * Says that the old key may be deleted in Clerk's dashboard, where alone that can be done. Every app reports the new one, in each of
 * several looks, nothing runs that ran before its deploy, the new key answers, and a person has seen that the old one fell silent.
 * @refuses clerk_key_not_found, clerk_key_wrong_stage, clerk_key_consumer_behind, clerk_key_unreadable, clerk_key_dead, clerk_unreachable
 * and what the hosts refuse
 * @source Clerk: rotate API keys (look at "last used" before a key is deleted)
 */
export const releaseClerkKey = defineOperation({
  name: "clerk-key.release",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ fingerprint: keyFingerprint, lastUsedSeen: z.literal(true) }),

  async preview(context, { fingerprint }) {
    const looked = await lookAgain(() => readClerkKey(context, fingerprint));
    if (!looked.ok) return looked;
    const view = looked.value;
    const settled = await nothingOldRuns(context.actor, view);
    if (!settled.ok) return settled;
    const answers = view.rotation ? await newKeyAnswers(view.rotation) : ok(true);
    if (!answers.ok) return answers;
    return ok(
      clerkKeyPreview(view, {
        lines: [
          { key: "clerkKeys.release.everyone", values: { count: view.consumers.length } },
          { key: "clerkKeys.release.silent" },
          { key: "clerkKeys.release.thenDelete", values: { fingerprint } },
        ],
        warnings: [
          ...view.consumers
            .filter(({ state }) => state === "vouched")
            .map(({ name, vouchedBy }) => ({
              key: "clerkKeys.release.onWord",
              values: { app: name, by: vouchedBy ?? "" },
            })),
          ...(view.ownIsOld ? [{ key: "clerkKeys.ownIsOld" }] : []),
        ],
        reversible: false,
      }),
    );
  },

  async run({ actor, tx, requestId }, { fingerprint }, target) {
    const rotation = await findClerkRotation(actor, fingerprint);
    if (rotation === null || requestId === null) return refuse("clerk_key_wrong_stage");
    const { version } = z.object({ version: z.int() }).parse(target);
    if (!(await noteReleased(tx, { id: rotation.id, version }))) return refuse("target_changed"); // guard: released-as-seen
    await keepClerkStep(tx, { requestId, rotationId: rotation.id, act: "release" });
    const summary = { key: "clerkKeys.release.done", values: { fingerprint } };
    return ok({
      summary,
      href: clerkKeyHref(fingerprint),
      facts: { fingerprint, newFingerprint: rotation.newFingerprint },
    });
  },
});

async function lookAgain(read: () => Promise<Result<ClerkKeyView>>): Promise<Result<ClerkKeyView>> {
  for (let look = 1; ; look += 1) {
    const view = await read();
    if (!view.ok) return view;
    const gate = mayRelease(view.value);
    if (!gate.ok) return gate;
    if (look === looks) return view;
  }
}

/** An instance from before the deploy still holds the old key, whatever the others report. */
async function nothingOldRuns(actor: Actor, { consumers }: ClerkKeyView): Promise<Result<true>> {
  for (const { name, serviceId, knownInstances } of consumers) {
    const running = serviceId === null ? ok([]) : await listRunning(actor, serviceId);
    if (!running.ok) return running;
    if (running.value.some((id) => knownInstances.includes(id)))
      return refuse("clerk_key_consumer_behind", { app: name, count: 1 }); // guard: nothing-old-runs
  }
  return ok(true);
}

/** A key that was pasted is nobody's to try again: there, the apps' word that they reach Clerk has to do. */
async function newKeyAnswers(kept: KeptClerkRotation): Promise<Result<true>> {
  if (kept.madeIn !== "platform" || kept.instanceId === null) return ok(true);
  const place = await findApplicationOf(kept.instanceId);
  if (!place.ok) return { ok: false, refusal: clerkRefusal(place.failure) };
  if (place.value === null) return refuse("clerk_key_unreadable");
  const shown = await readPlatformKey(place.value);
  if (!shown.ok) return { ok: false, refusal: clerkRefusal(shown.failure) };
  // Somebody has made another one since: that lets ours end, too.
  if (fingerprintOf(shown.value) !== kept.newFingerprint) return refuse("clerk_key_unreadable"); // guard: not-overtaken
  return opensSameInstance(kept, shown.value);
}
