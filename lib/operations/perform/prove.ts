import "server-only";
import { type Identified, isHuman } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { ok, Refused, type Result, refuse } from "@/lib/core/errors";
import { nonceOf } from "@/lib/requests/rules/nonce";
import { isOpen } from "@/lib/requests/rules/transitions";
import { attachProof } from "@/lib/requests/writes/move-request";
import { decideWithinMinutes } from "../risk";
import { type About, accounted, answering } from "./account";
import { admitToQueue } from "./admit-to-queue";
import { type Own, ownRequest } from "./own-request";
import { proving } from "./proving";
import { type GivenProof, recordProof, spendProof } from "./spend-proof";

/** `nonce` is the playbook's action_request_nonce; absent while a second person is still to agree. */
export type Proved = { id: string; state: "ready" | "awaiting_approval"; nonce: string | null };

/** Binds a fresh proof to one stored request, and opens its next gate. */
export async function proveRequest(
  identified: Identified,
  ref: string,
  ask: { id: string; proof?: GivenProof },
): Promise<Result<Proved>> {
  return answering(ref, async () => {
    const own = await ownRequest(identified, ask.id);
    const about = { ...own.about, ref };
    return accounted(identified, about, async () =>
      own.ok ? bound(own.value, about, ask.proof ?? { kind: "clerk" }) : own,
    );
  });
}

async function bound({ actor, operation, request }: Own, about: About, given: GivenProof): Promise<Result<Proved>> {
  if (!isHuman(actor)) return refuse("insufficient_user_authentication", { operation: operation.name });
  if (!isOpen(request.state) || request.state === "awaiting_approval")
    return refuse(request.state === "expired" ? "request_expired" : "request_wrong_state", { state: request.state });
  const { id, digest } = request;
  const opened = await proving({ actor, request, about }, async (tx) => {
    const proof = await spendProof(tx, actor, { requestId: id, digest, purpose: "request" }, given);
    const state = await attachProof(tx, { id, digest }, { id: proof.id, decideWithinMinutes });
    if (!state) throw new Refused({ code: "request_expired" });
    if (state === "awaiting_approval") await admitToQueue(tx, actor, request, about);
    await recordProof(tx, actor, about, proof);
    return { state, proofId: proof.id };
  });
  if (!opened.ok) return opened;
  const { state, proofId } = opened.value;
  return ok({ id, state, nonce: state === "ready" ? nonceOf({ id, digest, proofId }, env().NONCE_KEY) : null });
}
