import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiChange } from "../../../../answer-api-change";
import { confirmCall } from "../../../../confirm-call";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** Runs a request, once. Public; its answer tells how it stands right after. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerApiChange(request, { endpoint: endpoints.confirmAct, refusedAs: "request.refused" }, async (call) =>
    confirmCall(call, { id: (await params).id, nonce: call.body.action_request_nonce }),
  );
}
