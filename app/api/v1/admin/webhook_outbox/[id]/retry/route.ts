import { z } from "zod";
import { findRetryFor } from "@/lib/requests/queries/find-retry-for";
import { answerConfirmation } from "../../../../../answer-confirmation";
import { refuseCall, takeCall } from "../../../../../take-call";

export const dynamic = "force-dynamic";

const posted = z.strictObject({ action_request_nonce: z.string().max(200).optional() });

/**
 * The playbook's call: retries one dead delivery by the nonce of a request that was asked for and proved before. Public.
 * @source IdP incident playbook, "재처리"
 */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const call = await takeCall(request, posted, "delivery.retry");
  if (call instanceof Response) return call;
  const { caller, ref, body } = call;
  const about = { operation: "delivery.retry", ref } as const;
  const nonce = body.action_request_nonce;
  if (nonce === undefined) return refuseCall(caller, about, { code: "insufficient_user_authentication" });
  const id = await findRetryFor(caller, (await params).id, nonce);
  return id === null ? refuseCall(caller, about, { code: "nonce_invalid" }) : answerConfirmation(call, { id, nonce });
}
