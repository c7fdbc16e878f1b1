import "server-only";
import type { Identified } from "@/lib/access/actor";
import type { Json } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { ok, type Refusal, type Result, refuse } from "@/lib/core/errors";
import { findProof } from "@/lib/requests/queries/find-proof";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { isNonce, nonceOf } from "@/lib/requests/rules/nonce";
import { proofMaxAgeMinutes } from "@/lib/requests/rules/proof";
import { startRequest } from "@/lib/requests/writes/move-request";
import { type About, accounted, answering, record, recordRefusal } from "./account";
import { parseConfided, parseInput, stillAllowed } from "./admit";
import { contextOf } from "./context";
import { oweReview } from "./owe-review";
import { type Own, ownRequest } from "./own-request";
import { needsSecondPerson } from "./preview";
import { type Given, type Performed, runRequest } from "./run-request";
import { stillApproved } from "./still-approved";
import { voidTampered } from "./void-tampered";

/** `confided`: what only its person may know, for the operations that ask for it. */
export type Confirming = { id: string; nonce: string; confided?: unknown };

/**
 * Runs a stored request: the last gates, then the recorded intent, the act, and the recorded outcome. Of any number of confirmations
 * of one request exactly one passes.
 */
export async function confirmRequest(identified: Identified, ref: string, ask: Confirming): Promise<Result<Performed>> {
  return answering(ref, async () => {
    const own = await ownRequest(identified, ask.id);
    const about: About = { ...own.about, ref };
    const ready = await accounted(identified, about, async () => (own.ok ? gates(own.value, ref, ask) : own));
    if (!ready.ok) return ready;
    const { own: passed, proofId, proofKind, given } = ready.value;
    const { id, digest } = passed.request;
    const started = await consoleDb().$transaction(async (tx) => {
      if (!(await startRequest(tx, { id, digest, proofId }))) return false; // guard: nonce-use
      await oweReview(tx, passed);
      await record(tx, identified, about, { kind: "intent", facts: { proof: proofKind } });
      return true;
    });
    if (!started) return recordRefusal(identified, about, await whyNotStarted(id));
    return runRequest(passed, about, given);
  });
}

/** Ready a moment ago, and not started now: another confirmation was faster, or its time ran out meanwhile. */
async function whyNotStarted(id: string): Promise<Refusal> {
  const now = await findStoredRequest(id);
  return { code: now?.state === "ready" || now?.state === "expired" ? "request_expired" : "nonce_used" };
}

const isReady = async (id: string): Promise<boolean> => (await findStoredRequest(id))?.state === "ready";

type Ready = { own: Own; proofId: string; proofKind: string; given: Given };

async function gates(own: Own, ref: string, { nonce, confided }: Confirming): Promise<Result<Ready>> {
  const { actor, operation, request } = own;
  const { id, digest, proofId, state } = request;
  if (proofId === null || !isNonce(nonce, nonceOf({ id, digest, proofId }, env().NONCE_KEY)))
    return refuse("nonce_invalid"); // guard: nonce
  if (["running", "succeeded", "failed", "unknown"].includes(state)) return refuse("nonce_used");
  if (state === "expired") return refuse("request_expired");
  if (state === "awaiting_approval") return refuse("approval_missing");
  if (state !== "ready") return refuse("request_wrong_state", { state });
  const proof = await findProof(proofId);
  if (!proof || proof.digest !== digest || proof.personId !== actor.personId) return voidTampered(request); // guard: proof-digest
  if (proof.ageMinutes >= proofMaxAgeMinutes || proof.withdrawn)
    return refuse("insufficient_user_authentication", { maxAgeMinutes: proofMaxAgeMinutes }); // guard: proof-age
  const allowed = await stillAllowed({ actor, operation }, proof);
  if (!allowed.ok) return allowed;
  const input = parseInput(operation, JSON.parse(request.inputText) as Json);
  if (!input.ok) return input;
  const told = parseConfided(operation, confided);
  if (!told.ok) return told;
  const context = contextOf(actor, ref, request);
  const preview = await operation.preview(context, input.value);
  // What another confirmation has done meanwhile is no reason of its own.
  if (!preview.ok) return (await isReady(id)) ? preview : { ok: false, refusal: await whyNotStarted(id) };
  if (!request.secondPerson && (await needsSecondPerson(operation, context, input.value)))
    return refuse("second_person_needed"); // guard: second-person-at-run
  if (preview.value.fingerprint !== request.fingerprint) return refuse("target_changed"); // guard: fingerprint
  const approved = await stillApproved(operation, request, preview.value.target);
  if (!approved.ok) return approved;
  return ok({ own, proofId, proofKind: proof.kind, given: { input: input.value, confided: told.value } });
}
