import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { setReplayState } from "@/lib/replays/writes/replay";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOpenReplay } from "./replays/control";

/**
 * Ends a replay before all of it was put back. Once this is committed, no further chunk begins; the rest stays dead, as it was.
 * @refuses replay_not_found, replay_over
 */
export const cancelReplay = defineOperation({
  name: "replay.cancel",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),

  preview: (context, { request }) => previewOpenReplay(context, request, ["running", "paused", "canceling"]),

  async run({ tx }, { request }) {
    const from = ["running", "paused", "canceling"];
    if (!(await setReplayState(tx, request, { from, to: "canceling" }))) return refuse("replay_over");
    return ok({ summary: { key: "replays.canceling" }, href: `/operations/${request}`, facts: { replay: request } });
  },
});
