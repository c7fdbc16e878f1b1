import type { Refusal } from "@/lib/core/errors";
import { recordRefusal } from "@/lib/operations/perform/account";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { findRetryFor } from "@/lib/requests/queries/find-retry-for";
import { answerApiChange } from "../../../../../answer-api-change";
import { confirmCall } from "../../../../../confirm-call";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../../../../no-such-method";

export const dynamic = "force-dynamic";

const operation = "delivery.retry";

/**
 * The playbook's call: retries one dead delivery by the nonce of a request that was asked for and proved before. Public.
 * @source IdP incident playbook, "재처리"
 */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerApiChange(request, { endpoint: endpoints.retryDelivery, refusedAs: operation }, async (call) => {
    const { caller, ref, body } = call;
    const refused = (refusal: Refusal) => recordRefusal(caller, { operation, ref }, refusal);
    const nonce = body.action_request_nonce;
    if (nonce === undefined) return refused({ code: "insufficient_user_authentication" });
    const id = await findRetryFor(caller, (await params).id, nonce);
    return id === null ? refused({ code: "nonce_invalid" }) : confirmCall(call, { id, nonce });
  });
}
