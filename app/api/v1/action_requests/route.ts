import { z } from "zod";
import { requestOperation } from "@/lib/operations/perform/request";
import { apiRequest } from "@/lib/requests/queries/find-for-api";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { problemAnswer } from "../../problem";
import { takeCall } from "../../take-call";

export const dynamic = "force-dynamic";

/** Its input, reason and incident are judged by the pipeline, which names what is wrong. */
const posted = z.strictObject({
  operation: z.string().max(80),
  input: z.unknown(),
  reason: z.string().max(2_000),
  incident: z.string().max(40).nullish(),
});

/** Asks for an act: stored as it would run, and shown. Nothing runs before its person has proved it in a browser. Public. */
export async function POST(request: Request): Promise<Response> {
  const call = await takeCall(request, posted, "request.refused");
  if (call instanceof Response) return call;
  const asked = await requestOperation(call.caller, call.ref, call.body);
  if (!asked.ok) return problemAnswer(asked.refusal, call.ref);
  const stored = await findStoredRequest(asked.value.id);
  if (!stored) return problemAnswer({ code: "request_not_found" }, call.ref);
  const location = { Location: `/api/v1/action_requests/${stored.id}` };
  return Response.json(apiRequest(stored, null), { status: 201, headers: location });
}
