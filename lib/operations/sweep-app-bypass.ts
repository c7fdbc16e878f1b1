import "server-only";
import { z } from "zod";
import { listOverdue } from "@/lib/app-bypass/writes/openings";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";
import { closeAppBypass } from "./perform/close-app-bypass";

/** Writes down, and tells, that the time of a bypass is over. It needs nobody for that: a document never outlives it. */
export const sweepAppBypass = defineOperation({
  name: "app-bypass.sweep",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(5),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("app-bypass"));
  },

  async run({ tx }) {
    const ended = await listOverdue(tx);
    for (const id of ended) await closeAppBypass(tx, { id, by: null, requestId: null });
    return ok({ summary: { key: "appBypass.swept" }, facts: { ended, changed: ended.length } });
  },
});
