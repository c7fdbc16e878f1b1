import { z } from "zod";
import { Refused } from "@/lib/core/errors";
import { waitForApi } from "@/lib/requests/queries/find-for-api";
import { answerApiRead } from "../../../answer-read";

export const dynamic = "force-dynamic";

/** Seconds, as an address says them: no proxy of ours gives up before. */
const wait = z.coerce.number().int().min(0).max(30).default(0);

/** How far a request is; `?wait=30` answers when it may run or is over, or after so many seconds. Public; its shape is `ApiRequest`. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const read = async (actor: Parameters<typeof waitForApi>[0]) => {
    const seconds = wait.safeParse(new URL(request.url).searchParams.get("wait") ?? undefined);
    if (!seconds.success) throw new Refused({ code: "invalid_input", facts: { fields: "wait" } });
    const found = await waitForApi(actor, (await params).id, seconds.data);
    if (!found) throw new Refused({ code: "request_not_found" });
    return found;
  };
  return answerApiRead("action request", read, ["read", "operate"]);
}
