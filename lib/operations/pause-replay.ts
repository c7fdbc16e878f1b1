import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { setReplayState } from "@/lib/replays/writes/replay";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOpenReplay } from "./replays/control";

/**
 * Stops a replay for as long as nobody resumes it. Once this is committed, no further chunk begins; what has been put back is tried.
 * @refuses replay_not_found, replay_over
 */
export const pauseReplay = defineOperation({
  name: "replay.pause",
  risk: "stop",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),
  undo: "replay.resume",

  preview: (context, { request }) => previewOpenReplay(context, request, ["running", "paused"]),

  async run({ tx }, { request }) {
    if (!(await setReplayState(tx, request, { from: ["running", "paused"], to: "paused" })))
      return refuse("replay_over");
    return ok({ summary: { key: "replays.paused" }, href: `/operations/${request}`, facts: { replay: request } });
  },
});
