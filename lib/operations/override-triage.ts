import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { isVerdict } from "@/lib/triage/rules/override";
import { categories, overrideReason, severities } from "@/lib/triage/shapes";
import { holdOverride } from "@/lib/triage/writes/override";
import { defineOperation, quietPreview } from "./define";

/**
 * Puts a person's verdict in place of the probes', for four hours at most. What the probes say stays beside it, and is told when it
 * is worse.
 * @refuses override_holds
 */
export const overrideTriage = defineOperation({
  name: "triage.override",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  undo: "triage.clear-override",
  input: z
    .strictObject({ category: z.enum(categories), severity: z.enum(severities), reason: overrideReason })
    .refine(isVerdict),

  async preview(_context, { category, severity }) {
    return ok(quietPreview(`${category} ${severity}`));
  },

  async run({ actor, tx }, { category, severity, reason }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    if (!(await holdOverride(tx, { category, severity, reason, personId: actor.personId })))
      return refuse("override_holds");
    return ok({ summary: { key: "operations.verdictOverridden" }, href: "/triage", facts: { category, severity } });
  },
});
