import { Refused } from "@/lib/core/errors";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { waitForApi } from "@/lib/requests/queries/find-for-api";
import { answerApiRead } from "../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

/** How far a request is; `?wait=30` answers when it may run or is over, or after so many seconds. Public. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerApiRead(request, endpoints.getActionRequest, async (actor, { wait }) => {
    const found = await waitForApi(actor, (await params).id, wait);
    if (!found) throw new Refused({ code: "request_not_found" });
    return found;
  });
}
