import { type Confirming, confirmRequest } from "@/lib/operations/perform/confirm";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { problemAnswer } from "./problem";
import type { Call } from "./take-call";

/** Confirms a request for a caller of the public API, and tells how it stands: what goes on is followed at its own address. */
export async function answerConfirmation({ caller, ref }: Call<unknown>, ask: Confirming): Promise<Response> {
  const confirmed = await confirmRequest(caller, ref, ask);
  if (!confirmed.ok) return problemAnswer(confirmed.refusal, ref);
  const stored = await findStoredRequest(ask.id);
  return Response.json({ id: ask.id, state: stored?.state ?? "unknown" }, { status: 202 });
}
