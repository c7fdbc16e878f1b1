import { ok, refuse } from "@/lib/core/errors";
import { recordRefusal } from "@/lib/operations/perform/account";
import { askedBefore } from "@/lib/operations/perform/asked-before";
import { requestOperation } from "@/lib/operations/perform/request";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { apiRequest } from "@/lib/requests/queries/find-for-api";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import type { ApiRequest } from "@/lib/requests/shapes";
import { answerApiChange } from "../../answer-api-change";
import { onceOf } from "../../once-of";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

/**
 * Asks for an act: stored as it would run, and shown. Nothing runs before its person has proved it in a browser. Public. Under the same
 * `Idempotency-Key` it is asked for once.
 */
export async function POST(request: Request): Promise<Response> {
  const about = { endpoint: endpoints.askForAct, refusedAs: "request.refused" } as const;
  return answerApiChange(request, about, async ({ caller, ref, body }) => {
    const once = onceOf(request.headers.get("idempotency-key"), body);
    if (!once.ok) return recordRefusal(caller, { operation: about.refusedAs, ref }, once.refusal);
    const before = once.value && (await askedBefore(caller, ref, once.value));
    if (before?.ok === false) return before;
    if (before?.value) return ok(saying(before.value));
    const asked = await requestOperation(caller, ref, { ...body, once: once.value });
    if (!asked.ok) return asked;
    const stored = await findStoredRequest(asked.value.id);
    return stored ? ok(saying(apiRequest(stored, null))) : refuse("request_not_found");
  });
}

const saying = (answer: ApiRequest) => ({ answer, location: `/api/v1/action_requests/${answer.id}` });
