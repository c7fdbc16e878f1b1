import "server-only";
import type { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { preferences } from "@/lib/people/shapes";
import { savePreferences } from "@/lib/people/writes/preferences";
import { defineOperation, quietPreview } from "./define";

/** A person's own language, theme and time zone. */
export const setPreferences = defineOperation({
  name: "person.set-preferences",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: preferences,

  async preview({ actor }, input) {
    return actor.kind === "person" ? ok(quietPreview(actor.name, input)) : refuse("not_allowed");
  },

  async run({ actor, tx }, input: z.infer<typeof preferences>) {
    if (actor.kind !== "person") return refuse("not_allowed");
    await savePreferences(tx, actor.personId, input);
    return ok({ summary: { key: "settings.saved" }, facts: input });
  },
});
