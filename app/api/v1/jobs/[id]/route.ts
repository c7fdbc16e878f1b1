import { Refused } from "@/lib/core/errors";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { findReplayView } from "@/lib/replays/queries/progress";
import { requestId } from "@/lib/requests/shapes";
import { answerApiRead } from "../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

/** How far a replay is, by the id of its request. Public. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerApiRead(request, endpoints.getJob, async (actor) => {
    const id = requestId.safeParse((await params).id);
    const view = id.success ? await findReplayView(actor, id.data) : null;
    if (!view) throw new Refused({ code: "replay_not_found" });
    const { finalAt: finishedAt, takingBack: _takingBack, ...job } = view;
    return { ...job, finishedAt };
  });
}
