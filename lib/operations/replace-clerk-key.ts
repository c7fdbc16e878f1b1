import "server-only";
import { z } from "zod";
import { keyFingerprint, longestOverlapHours, overlapHours } from "@/lib/clerk-keys/shapes";
import { hasPlatformToken } from "@/lib/connectors/clerk/platform";
import { refuse } from "@/lib/core/errors";
import { defineOperation } from "./define";
import { makeClerkKey } from "./keys/make-clerk-key";
import { previewSpread, reconcileSpread } from "./keys/show-clerk-key";
import { spreadClerkKey } from "./keys/spread-clerk-key";

/**
 * Makes another secret key of the customers' Clerk through its Platform API, tries it, and sets and deploys it at every app within reach.
 * Asked for again, it goes on where it stopped. The old key stays good for the overlap; nobody revokes anything here.
 * @refuses clerk_key_not_found, clerk_key_wrong_stage, clerk_platform_missing, nothing_to_change, clerk_key_under_way,
 * clerk_key_settling, clerk_key_unanswered, clerk_key_unreadable, clerk_key_dead, clerk_key_foreign, clerk_key_consumer_failed
 * @source Clerk Platform API (beta): rotate_secret_keys; Clerk runbook, step 3
 */
export const replaceClerkKey = defineOperation({
  name: "clerk-key.replace",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ fingerprint: keyFingerprint, overlapHours: overlapHours.default(longestOverlapHours) }),

  async preview(context, { fingerprint, overlapHours: hours }) {
    if (!hasPlatformToken()) return refuse("clerk_platform_missing");
    return previewSpread(context, { fingerprint }, ({ rotation, ownIsOld }) => ({
      lines:
        rotation?.newFingerprint == null
          ? [{ key: "clerkKeys.replace.makes", values: { hours } }, { key: "clerkKeys.unseen" }]
          : [{ key: "clerkKeys.replace.goesOn", values: { fingerprint: rotation.newFingerprint } }],
      warnings: [
        ...(rotation?.newFingerprint == null ? [{ key: "clerkKeys.replace.allEnd", values: { hours } }] : []),
        ...(ownIsOld ? [{ key: "clerkKeys.ownIsOld" }] : []),
      ],
    }));
  },

  run: (context, { fingerprint, overlapHours: overlap }) =>
    spreadClerkKey(context, {
      fingerprint,
      act: "replace",
      obtain: (kept) => makeClerkKey(kept, { overlap, reason: `Sallyport ${context.request.id}` }),
    }),

  reconcile: reconcileSpread,
});
