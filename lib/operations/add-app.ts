import "server-only";
import { findApp, versionOfApps } from "@/lib/apps/queries/list-apps";
import { newApp } from "@/lib/apps/shapes";
import { addApp as keepApp } from "@/lib/apps/writes/change-apps";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

/**
 * Writes down an app that the team runs, so that it can be probed and, later, bypassed.
 * @refuses app_exists, target_changed (the list changed since it was shown)
 */
export const addApp = defineOperation({
  name: "app.add",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: newApp,
  undo: "app.remove",

  async preview({ actor }, { id, name, url }) {
    const fingerprint = await versionOfApps(actor);
    if (await findApp(actor, id)) return refuse("app_exists");
    return ok({
      subject: name,
      blast: settingsBlast,
      lines: [{ key: "apps.add.line", values: { id, url } }],
      warnings: [],
      reversible: true,
      fingerprint,
      target: { id },
    });
  },

  async run({ tx }, app) {
    if (!(await keepApp(tx, app))) return refuse("app_exists");
    return ok({
      summary: { key: "apps.add.done", values: { name: app.name } },
      href: "/settings/apps",
      facts: { appId: app.id },
    });
  },
});
