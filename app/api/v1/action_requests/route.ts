import { ok, refuse } from "@/lib/core/errors";
import { requestOperation } from "@/lib/operations/perform/request";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { apiRequest } from "@/lib/requests/queries/find-for-api";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { answerApiChange } from "../../answer-api-change";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

/** Asks for an act: stored as it would run, and shown. Nothing runs before its person has proved it in a browser. Public. */
export async function POST(request: Request): Promise<Response> {
  const about = { endpoint: endpoints.askForAct, refusedAs: "request.refused" } as const;
  return answerApiChange(request, about, async ({ caller, ref, body }) => {
    const asked = await requestOperation(caller, ref, body);
    if (!asked.ok) return asked;
    const stored = await findStoredRequest(asked.value.id);
    if (!stored) return refuse("request_not_found");
    return ok({ answer: apiRequest(stored, null), location: `/api/v1/action_requests/${stored.id}` });
  });
}
