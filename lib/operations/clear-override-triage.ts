import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { clearOverride } from "@/lib/triage/writes/override";
import { defineOperation, quietPreview } from "./define";

/**
 * Ends a person's verdict before its time: the probes' holds again.
 * @refuses no_override
 */
export const clearOverrideTriage = defineOperation({
  name: "triage.clear-override",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("override"));
  },

  async run({ actor, tx }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const cleared = await clearOverride(tx, actor.personId);
    if (!cleared) return refuse("no_override");
    return ok({ summary: { key: "operations.overrideCleared" }, href: "/triage", facts: cleared });
  },
});
