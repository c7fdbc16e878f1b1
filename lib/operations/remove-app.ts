import "server-only";
import { z } from "zod";
import { findApp } from "@/lib/apps/queries/list-apps";
import { appId, appVersion } from "@/lib/apps/shapes";
import { removeApp as forgetApp } from "@/lib/apps/writes/change-apps";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

/**
 * Takes an app off the list. Its row is kept, so that it can be added again under its id and is not seeded anew.
 * @refuses app_not_found, target_changed
 */
export const removeApp = defineOperation({
  name: "app.remove",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: appId, version: appVersion }),
  undo: "app.add",

  async preview({ actor }, { id, version }) {
    const app = await findApp(actor, id);
    if (!app) return refuse("app_not_found");
    if (app.version !== version) return refuse("target_changed"); // guard: app-version-removed
    return ok({
      subject: app.name,
      blast: settingsBlast,
      lines: [{ key: "apps.remove.line", values: { name: app.name } }],
      warnings: app.role === "idp" ? [{ key: "apps.remove.idp" }] : [],
      reversible: true,
      fingerprint: String(version),
      target: { id, version },
    });
  },

  async run({ tx }, { id, version }) {
    if (!(await forgetApp(tx, { id, version }))) return refuse("target_changed");
    return ok({ summary: { key: "apps.remove.done" }, href: "/settings/apps", facts: { appId: id } });
  },
});
