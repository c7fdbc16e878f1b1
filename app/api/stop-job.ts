import { ok, refuse } from "@/lib/core/errors";
import { performRoutine } from "@/lib/operations/perform/routine";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { findReplayView } from "@/lib/replays/queries/progress";
import { answerApiChange } from "./answer-api-change";

const stops = {
  pause: { endpoint: endpoints.pauseJob, refusedAs: "replay.pause" },
  cancel: { endpoint: endpoints.cancelJob, refusedAs: "replay.cancel" },
} as const;

/** Stops a replay for a caller of the public API, for now or for good, and tells how it stands right after. */
export async function stopJob(request: Request, id: string, how: keyof typeof stops): Promise<Response> {
  const { endpoint, refusedAs } = stops[how];
  return answerApiChange(request, { endpoint, refusedAs }, async ({ caller, ref }) => {
    const done = await performRoutine(caller, ref, { operation: refusedAs, input: { request: id } });
    if (!done.ok) return done;
    const view = await findReplayView(caller, id);
    return view ? ok({ answer: { id, state: view.state } }) : refuse("replay_not_found");
  });
}
