import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { restartLanes, setReplayState } from "@/lib/replays/writes/replay";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOwnReplay } from "./replays/control";

/**
 * Lets a replay go on that somebody paused, or whose relying parties were held: those begin again with one canary.
 * @refuses replay_not_found, replay_over, request_not_yours, nothing_to_change
 */
export const resumeReplay = defineOperation({
  name: "replay.resume",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId }),
  undo: "replay.pause",

  async preview(context, { request }) {
    const shown = await previewOwnReplay(context, request);
    if (!shown.ok) return shown;
    const { replay, preview } = shown.value;
    return replay.state === "paused" || replay.held > 0 ? ok(preview) : refuse("nothing_to_change");
  },

  async run({ tx }, { request }) {
    if (!(await setReplayState(tx, request, { from: ["paused", "running"], to: "running" })))
      return refuse("replay_over");
    await restartLanes(tx, request);
    return ok({ summary: { key: "replays.resumed" }, href: `/operations/${request}`, facts: { replay: request } });
  },
});
