import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok, refuse } from "@/lib/core/errors";
import { takeCounts } from "@/lib/core/metrics";
import { addToTally, beat } from "@/lib/workers/writes/beat";
import { defineOperation, quietPreview } from "./define";

/** The worker's heartbeat, by which everybody sees that it works, and at what. */
export const beatWorker = defineOperation({
  name: "worker.beat",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(5),
  recorded: () => false,
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("worker"));
  },

  async run({ actor, tx }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    await beat(tx, actor.workerId);
    await addToTally(tx, takeCounts());
    return ok({ summary: { key: "operations.beat" } });
  },
});
