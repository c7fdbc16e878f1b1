import "server-only";
import { z } from "zod";
import { fingerprintOf } from "@/lib/clerk-keys/rules/fingerprint";
import { keyFingerprint } from "@/lib/clerk-keys/shapes";
import { noteNewKey } from "@/lib/clerk-keys/writes";
import { consoleDb } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { isCommitted } from "@/lib/deploys/rules/is-committed";
import { confidedValue, valueCommitment } from "@/lib/deploys/shapes";
import { defineOperation } from "./define";
import { previewSpread, reconcileSpread } from "./keys/show-clerk-key";
import { spreadClerkKey } from "./keys/spread-clerk-key";

/**
 * The same as `clerk-key.replace` with a key that a person has made in Clerk's dashboard: the request holds a commitment to it and its
 * fingerprint, and the key itself comes with the confirmation alone.
 * @refuses clerk_key_not_found, clerk_key_wrong_stage, clerk_key_unchanged, value_not_committed, nothing_to_change, clerk_key_under_way,
 * clerk_key_dead, clerk_key_foreign, clerk_key_consumer_failed
 * @source Clerk runbook, step 3; Clerk: rotate API keys
 */
export const adoptClerkKey = defineOperation({
  name: "clerk-key.adopt",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ fingerprint: keyFingerprint, newFingerprint: keyFingerprint, commitment: valueCommitment }),
  confided: confidedValue,

  async preview(context, { fingerprint, newFingerprint }) {
    if (newFingerprint === fingerprint) return refuse("clerk_key_unchanged"); // guard: another-key
    return previewSpread(context, { fingerprint, fresh: newFingerprint }, ({ rotation, ownIsOld }) => {
      const before = rotation?.newFingerprint ?? null;
      return {
        lines: [{ key: "clerkKeys.adopt.sets", values: { fingerprint: newFingerprint } }, { key: "clerkKeys.unseen" }],
        warnings: [
          { key: "clerkKeys.adopt.keepOpen" },
          ...(before !== null && before !== newFingerprint
            ? [{ key: "clerkKeys.adopt.instead", values: { fingerprint: before } }]
            : []),
          ...(ownIsOld ? [{ key: "clerkKeys.ownIsOld" }] : []),
        ],
      };
    });
  },

  async run(context, { fingerprint, newFingerprint, commitment }) {
    const given = confidedValue.parse(context.confided);
    if (!isCommitted(given, commitment) || fingerprintOf(given.value) !== newFingerprint)
      return refuse("value_not_committed"); // guard: key-commitment
    return spreadClerkKey(context, {
      fingerprint,
      act: "adopt",
      obtain: async () => ok(given.value),
      async tried({ id, newFingerprint: before }) {
        if (before === newFingerprint) return;
        const made = { fingerprint: newFingerprint, in: "dashboard", oldEndsAt: null } as const;
        await consoleDb().$transaction((tx) => noteNewKey(tx, id, made));
      },
    });
  },

  reconcile: reconcileSpread,
});
