import "server-only";
import { z } from "zod";
import { findApp } from "@/lib/apps/queries/list-apps";
import { changesOfApp } from "@/lib/apps/rules/changes";
import { appVersion, newApp } from "@/lib/apps/shapes";
import { changeApp as keepChange } from "@/lib/apps/writes/change-apps";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

/**
 * Changes what is known of an app. Whoever saw an older version is told, and loses nobody's words.
 * @refuses app_not_found, target_changed, nothing_to_change
 */
export const changeApp = defineOperation({
  name: "app.change",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ version: appVersion, ...newApp.shape }),
  undo: "app.change",

  async preview({ actor }, { id, version, ...fields }) {
    const app = await findApp(actor, id);
    if (!app) return refuse("app_not_found");
    if (app.version !== version) return refuse("target_changed"); // guard: app-version
    const changes = changesOfApp(app, fields);
    if (changes.length === 0) return refuse("nothing_to_change");
    return ok({
      subject: app.name,
      blast: settingsBlast,
      lines: changes.map(({ field, before, after }) => ({ key: `apps.changed.${field}`, values: { before, after } })),
      warnings: [],
      reversible: true,
      fingerprint: String(version),
      target: { id, version },
    });
  },

  async run({ tx }, { id, version, ...fields }) {
    if (!(await keepChange(tx, { id, version }, fields))) return refuse("target_changed");
    return ok({
      summary: { key: "apps.change.done", values: { name: fields.name } },
      href: "/settings/apps",
      facts: { appId: id, version: version + 1 },
    });
  },
});
