import { hasRole } from "@/lib/access/roles";
import { Refused } from "@/lib/core/errors";
import { findReplayView } from "@/lib/replays/queries/progress";
import { replayFile } from "@/lib/replays/queries/replay-file";
import { requestId } from "@/lib/requests/shapes";
import { answerFile } from "../../answer-read";
import { csvAnswer } from "../../stream-lines";

export const dynamic = "force-dynamic";

/** What became of each delivery of a replay, as a file. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerFile("the file of a replay", async (actor, ref) => {
    if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: replay-file
    const { data: id } = requestId.safeParse((await params).id);
    const replay = id === undefined ? null : await findReplayView(actor, id);
    if (!replay) return null;
    return csvAnswer(`replay-${replay.requestId.slice(0, 8)}.csv`, replayFile(actor, replay), ref);
  });
}
