import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok, refuse } from "@/lib/core/errors";
import { forgetOld, rollUp } from "@/lib/triage/writes/roll-up";
import { defineOperation, quietPreview } from "./define";

/** Makes minutes of samples and hours of minutes, and forgets what is too old: a day, thirty days, four hundred. */
export const rollUpProbe = defineOperation({
  name: "probe.roll-up",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(15),
  recorded: () => false,
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("probes"));
  },

  async run({ actor, tx }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    await forgetOld(tx);
    await rollUp(tx, "minute");
    await rollUp(tx, "hour");
    return ok({ summary: { key: "operations.probesRolledUp" } });
  },
});
