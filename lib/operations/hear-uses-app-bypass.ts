import "server-only";
import { z } from "zod";
import { usesReport } from "@/lib/app-bypass/shapes";
import { keepUses } from "@/lib/app-bypass/writes/uses";
import { appId } from "@/lib/apps/shapes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";

/**
 * Keeps what an app reports: which requests it let through without Clerk. They are gone through afterwards, beside the opening.
 * @refuses token_scope for another app's, app_bypass_not_found
 */
export const hearUsesAppBypass = defineOperation({
  name: "app-bypass.hear-uses",
  risk: "system",
  allows: [],
  reach: "console",
  // A busy app reports all the time, and the rows are the account.
  recorded: () => false,
  input: z.strictObject({ app: appId, ...usesReport.shape }),

  async preview({ actor }, { app }) {
    return actor.kind === "app" && actor.appId !== app ? refuse("token_scope") : ok(quietPreview(app)); // guard: uses-by-app
  },

  async run({ tx }, { app, ...report }) {
    const kept = await keepUses(tx, app, report);
    if (kept === null) return refuse("app_bypass_not_found");
    return ok({ summary: { key: "appBypass.heard" }, facts: { appId: app, kept } });
  },
});
