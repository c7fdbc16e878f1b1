import { z } from "zod";
import { answerConfirmation } from "../../../../answer-confirmation";
import { takeCall } from "../../../../take-call";

export const dynamic = "force-dynamic";

const posted = z.strictObject({ action_request_nonce: z.string().max(200) });

/** Runs a request, once. Public; its answer tells how it stands right after. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const call = await takeCall(request, posted, "request.refused");
  if (call instanceof Response) return call;
  return answerConfirmation(call, { id: (await params).id, nonce: call.body.action_request_nonce });
}
