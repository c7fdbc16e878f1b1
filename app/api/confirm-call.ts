import { ok, type Result } from "@/lib/core/errors";
import { type Confirming, confirmRequest } from "@/lib/operations/perform/confirm";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import type { RequestState } from "@/lib/requests/shapes";
import type { Call } from "./answer-api-change";

/** Confirms a request for a caller of the public API, and tells how it stands: what goes on is followed at its own address. */
export async function confirmCall(
  { caller, ref }: Call<unknown>,
  ask: Confirming,
): Promise<Result<{ answer: { id: string; state: RequestState } }>> {
  const confirmed = await confirmRequest(caller, ref, ask);
  if (!confirmed.ok) return confirmed;
  const stored = await findStoredRequest(ask.id);
  return ok({ answer: { id: ask.id, state: stored?.state ?? "unknown" } });
}
