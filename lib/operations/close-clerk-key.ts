import "server-only";
import { z } from "zod";
import { ownFingerprint } from "@/lib/clerk-keys/queries/clerk-key-view";
import { findClerkRotation } from "@/lib/clerk-keys/queries/find-clerk-rotation";
import { fingerprintOf } from "@/lib/clerk-keys/rules/fingerprint";
import { mayClose } from "@/lib/clerk-keys/rules/gates";
import { keyFingerprint } from "@/lib/clerk-keys/shapes";
import { keepClerkStep, noteEnded } from "@/lib/clerk-keys/writes";
import { readManagedInstance } from "@/lib/connectors/clerk/managed";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { isCommitted } from "@/lib/deploys/rules/is-committed";
import { confidedValue, valueCommitment } from "@/lib/deploys/shapes";
import { defineOperation, type Outcome } from "./define";
import { clerkKeyPreview, readClerkKey } from "./keys/show-clerk-key";
import { clerkKeyHref } from "./keys/spread-clerk-key";

/**
 * Asks Clerk with the old key whether it has ended. This console asks with the one it holds itself; where that is another one already,
 * its person gives the old one, which goes no further.
 * @refuses clerk_key_not_found, clerk_key_wrong_stage, value_not_committed, clerk_key_still_answers, clerk_unreachable
 */
export const closeClerkKey = defineOperation({
  name: "clerk-key.close",
  risk: "guarded",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ fingerprint: keyFingerprint, commitment: valueCommitment.nullable().default(null) }),
  confided: confidedValue.optional(),

  async preview(context, { fingerprint, commitment }) {
    const read = await readClerkKey(context, fingerprint);
    if (!read.ok) return read;
    const gate = mayClose(read.value);
    if (!gate.ok) return gate;
    if (commitment === null && !read.value.ownIsOld) return refuse("clerk_key_not_held");
    return ok(
      clerkKeyPreview(read.value, {
        lines: [{ key: commitment === null ? "clerkKeys.close.own" : "clerkKeys.close.given" }],
        reversible: true,
      }),
    );
  },

  async run({ actor, request, confided }, { fingerprint, commitment }) {
    const old = oldKey(confided, commitment, fingerprint);
    if (!old.ok) return old;
    const answer = await readManagedInstance(old.value.given);
    if (answer.ok) return refuse("clerk_key_still_answers"); // guard: still-answers
    if (answer.failure.kind !== "refused" || answer.failure.status !== 401) return refuse("clerk_unreachable"); // guard: only-401
    const rotation = await findClerkRotation(actor, fingerprint);
    if (rotation === null) return refuse("clerk_key_wrong_stage");
    await consoleDb().$transaction(async (tx) => {
      await noteEnded(tx, rotation.id);
      await keepClerkStep(tx, { requestId: request.id, rotationId: rotation.id, act: "close" });
    });
    return ok(ended(fingerprint));
  },

  async reconcile({ actor }, request) {
    const { fingerprint } = JSON.parse(request.inputText) as { fingerprint: string };
    const rotation = await findClerkRotation(actor, fingerprint);
    return rotation?.endedAt ? { happened: true, outcome: ended(fingerprint) } : { happened: false };
  },
});

/** @returns `given`: absent where this console's own key is the old one */
function oldKey(confided: unknown, commitment: string | null, fingerprint: string): Result<{ given?: string }> {
  if (commitment === null) return ownFingerprint() === fingerprint ? ok({}) : refuse("clerk_key_not_held");
  const given = confidedValue.safeParse(confided).data;
  if (!given || !isCommitted(given, commitment) || fingerprintOf(given.value) !== fingerprint)
    return refuse("value_not_committed"); // guard: old-key-commitment
  return ok({ given: given.value });
}

const ended = (fingerprint: string): Outcome => ({
  summary: { key: "clerkKeys.close.done", values: { fingerprint } },
  href: clerkKeyHref(fingerprint),
  facts: { fingerprint },
});
