import "server-only";
import { z } from "zod";
import { readiness } from "@/lib/bypass/queries/readiness";
import { keepInspection } from "@/lib/bypass/writes/enrolments";
import { minutes } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { defineOperation, quietPreview } from "./define";

/**
 * Writes down once a day how ready break-glass is, and tells the admins when it is not armed. Asked often, so that no restart of the
 * worker skips a day; the day's first one counts.
 * @source design: access §6; case C-17
 */
export const inspectReadinessBypass = defineOperation({
  name: "bypass.inspect-readiness",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: minutes(10),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("break-glass"));
  },

  async run({ tx }) {
    const { armed, missing, enrolled, usable, lastDrillAt } = await readiness(tx);
    const kept = await keepInspection(tx, { armed, missing });
    if (kept && !armed)
      await postNotice(tx, {
        kind: "bypass.unarmed",
        href: "/bypass",
        audience: { roles: ["admin"] },
        urgency: "tell",
        dedupKey: `bypass.unarmed/${kept.day}`,
        values: {},
      }); // guard: unarmed-notice
    return ok({
      summary: { key: "readiness.inspected" },
      facts: { armed, missing, enrolled, usable, lastDrillAt, changed: kept ? 1 : 0 },
    });
  },
});
