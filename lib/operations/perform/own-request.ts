import "server-only";
import { type CallingActor, type Identified, isCaller } from "@/lib/access/actor";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { requestDigest } from "@/lib/requests/rules/digest";
import { mayGoOn } from "@/lib/requests/rules/may-go-on";
import type { StoredRequest } from "@/lib/requests/shapes";
import type { Operation } from "../define";
import type { About } from "./account";
import { admit } from "./admit";
import { voidTampered } from "./void-tampered";

export type Own = { actor: CallingActor; operation: Operation; request: StoredRequest };

/** What a row of the record says of a stored request. */
export const aboutRequest = (request: StoredRequest | null): Omit<About, "ref"> => ({
  operation: request?.operation ?? "unknown",
  requestId: request?.id ?? null,
  digest: request?.digest ?? null,
  reason: request?.reason ?? null,
  incident: request?.incident ?? null,
});

/**
 * The requester's own stored request, still exactly as it was stored, asked for from where they may go on with it.
 * @refuses request_not_found, nonce_foreign (another person, another session or another token), digest_mismatch, and what admission refuses
 */
export async function ownRequest(
  identified: Identified,
  id: string,
): Promise<Result<Own> & { about: Omit<About, "ref"> }> {
  const request = await findStoredRequest(id);
  const about = aboutRequest(request);
  const refused = (result: ReturnType<typeof refuse>) => ({ ...result, about });
  if (!request) {
    const known =
      identified.kind === "visitor" ? { ok: false as const, refusal: identified.refusal } : refuse("request_not_found");
    return refused(known);
  }
  const admitted = admit(identified, request.operation);
  if (!admitted.ok) return refused(admitted);
  const { actor, operation } = admitted.value;
  if (!isCaller(actor) || request.requesterId !== actor.personId) return refused(refuse("nonce_foreign")); // guard: requester
  if (!mayGoOn(request, actor)) return refused(refuse("nonce_foreign")); // guard: session
  if (requestDigest(request) !== request.digest) return refused(await voidTampered(request)); // guard: digest
  return { ...ok({ actor, operation, request }), about };
}
