import "server-only";
import { z } from "zod";
import { newApp } from "@/lib/apps/shapes";
import { seedApps } from "@/lib/apps/writes/change-apps";
import { hours } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";

const seed = z.array(newApp);

/**
 * Writes down the apps of the environment that were never there. What people changed or removed since stays theirs.
 * @refuses invalid_input when APPS is not a list of apps
 */
export const seedApp = defineOperation({
  name: "app.seed",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: hours(1),
  input: z.strictObject({}),

  async preview() {
    const apps = seed.safeParse(env().APPS);
    return apps.success ? ok(quietPreview("apps", apps.data)) : refuse("invalid_input", { fields: "APPS" });
  },

  async run({ tx }, _input, apps) {
    const added = await seedApps(tx, seed.parse(apps));
    return ok({ summary: { key: "apps.seeded" }, facts: { apps: added, changed: added.length } });
  },
});
