import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { takeReplayBack } from "@/lib/replays/writes/replay";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOwnReplay } from "./replays/control";

/**
 * Ends a replay and takes back what nobody has tried yet: those deliveries are dead again, as they were. What has left stays where it is.
 * @refuses replay_not_found, replay_over, request_not_yours, nothing_to_take_back
 */
export const undoReplay = defineOperation({
  name: "replay.undo",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),

  async preview(context, { request }) {
    const shown = await previewOwnReplay(context, request, ["running", "paused", "canceling"]);
    if (!shown.ok) return shown;
    const { replay, preview } = shown.value;
    if (replay.takingBack || (replay.waiting === 0 && replay.state !== "running"))
      return refuse("nothing_to_take_back");
    const lines = [{ key: "replays.undo.lines", values: { waiting: replay.waiting } }];
    return ok({ ...preview, lines, warnings: [{ key: "replays.undo.sent" }] });
  },

  async run({ tx }, { request }) {
    if (!(await takeReplayBack(tx, request))) return refuse("replay_over");
    return ok({ summary: { key: "replays.takingBack" }, href: `/operations/${request}`, facts: { replay: request } });
  },
});
