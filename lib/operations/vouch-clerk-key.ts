import "server-only";
import { z } from "zod";
import { isCaller } from "@/lib/access/actor";
import { appId } from "@/lib/apps/shapes";
import { findClerkRotation } from "@/lib/clerk-keys/queries/find-clerk-rotation";
import { keyFingerprint } from "@/lib/clerk-keys/shapes";
import { keepClerkStep, noteVouched } from "@/lib/clerk-keys/writes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation } from "./define";
import { clerkKeyPreview, readClerkKey } from "./keys/show-clerk-key";
import { clerkKeyHref } from "./keys/spread-clerk-key";

/**
 * A person says that an app uses the new key: for hosts out of reach, and for apps that never report which key they use. What the app
 * itself reports counts before anybody's word.
 * @refuses clerk_key_not_found, app_not_found, clerk_key_wrong_stage
 */
export const vouchClerkKey = defineOperation({
  name: "clerk-key.vouch",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ fingerprint: keyFingerprint, app: appId }),

  async preview(context, { fingerprint, app }) {
    const read = await readClerkKey(context, fingerprint);
    if (!read.ok) return read;
    const consumer = read.value.consumers.find((each) => each.app === app);
    if (!consumer) return refuse("app_not_found");
    if (read.value.rotation === null || !consumer.mayVouch) return refuse("clerk_key_wrong_stage");
    const values = { app: consumer.name, fingerprint: read.value.rotation.newFingerprint ?? "" };
    return ok(
      clerkKeyPreview(read.value, {
        lines: [{ key: "clerkKeys.vouch.says", values }],
        warnings: [{ key: "clerkKeys.vouch.breaks", values }],
        reversible: false,
        detail: consumer.name,
      }),
    );
  },

  async run(context, { fingerprint, app }) {
    const rotation = await findClerkRotation(context.actor, fingerprint);
    if (rotation === null || context.requestId === null || !isCaller(context.actor))
      return refuse("clerk_key_wrong_stage");
    await noteVouched(context.tx, { rotationId: rotation.id, app }, context.actor.personId);
    await keepClerkStep(context.tx, { requestId: context.requestId, rotationId: rotation.id, act: "vouch" });
    return ok({
      summary: { key: "clerkKeys.vouch.said" },
      href: clerkKeyHref(fingerprint),
      facts: { fingerprint, app },
    });
  },
});
