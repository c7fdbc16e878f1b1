import "server-only";
import { z } from "zod";
import { ok, refuse } from "@/lib/core/errors";
import { replayRate } from "@/lib/replays/shapes";
import { setReplayRate } from "@/lib/replays/writes/replay";
import { requestId } from "@/lib/requests/shapes";
import { defineOperation } from "./define";
import { previewOwnReplay } from "./replays/control";

/**
 * Another pace for a replay that goes on, never above the one that was approved: more is a request of its own.
 * @refuses replay_not_found, replay_over, request_not_yours, rate_above_approved, nothing_to_change
 */
export const setRateReplay = defineOperation({
  name: "replay.set-rate",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ request: requestId, ratePerSecond: replayRate }),

  async preview(context, { request, ratePerSecond }) {
    const shown = await previewOwnReplay(context, request);
    if (!shown.ok) return shown;
    const { replay, preview } = shown.value;
    if (ratePerSecond > replay.approvedRate) return refuse("rate_above_approved", { approved: replay.approvedRate }); // guard: approved-rate
    return ratePerSecond === replay.rate ? refuse("nothing_to_change") : ok(preview);
  },

  async run({ tx }, { request, ratePerSecond }) {
    if (!(await setReplayRate(tx, request, ratePerSecond))) return refuse("rate_above_approved");
    const facts = { replay: request, ratePerSecond };
    return ok({ summary: { key: "replays.paced" }, href: `/operations/${request}`, facts });
  },
});
