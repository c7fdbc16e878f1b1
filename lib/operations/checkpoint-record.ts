import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { writeCheckpoint } from "@/lib/record/writes/checkpoint";
import { defineOperation, quietPreview } from "./define";

/** Signs size and head of the record, when due, to a place that the database can't reach. */
export const checkpointRecord = defineOperation({
  name: "record.checkpoint",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(5),
  // A row about the checkpoint would make the next checkpoint due.
  recorded: () => false,
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("record"));
  },

  async run() {
    const checkpoint = await writeCheckpoint({ always: false });
    return ok({ summary: { key: "operations.checkpoint" }, facts: { size: checkpoint?.size ?? 0 } });
  },
});
