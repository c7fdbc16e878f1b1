import { Refused } from "@/lib/core/errors";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { findCheckpoint } from "@/lib/record/queries/find-checkpoint";
import { answerApiRead } from "../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

/** The newest signed checkpoint of the record. Public. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.getCheckpoint, async (actor) => {
    const checkpoint = await findCheckpoint(actor);
    if (!checkpoint) throw new Refused({ code: "checkpoint_not_found" });
    return checkpoint;
  });
}
