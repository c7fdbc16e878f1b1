import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { type Refusal, type Result, refuse } from "@/lib/core/errors";
import { findProofLock } from "@/lib/requests/queries/find-proof-lock";
import { failedProofsLimit, isFailedProof, proofLockMinutes } from "@/lib/requests/rules/failed-proofs";
import type { StoredRequest } from "@/lib/requests/shapes";
import { keepFailedProof, lockProofs } from "@/lib/requests/writes/failed-proofs";
import { moveRequest } from "@/lib/requests/writes/move-request";
import { type About, record } from "./account";
import { tellOfFailedProofs } from "./tell";
import { transact } from "./transact";

type Proving = { actor: HumanActor; request: StoredRequest; about: About };

/**
 * One transaction in which a proof is spent. Proofs that do not hold are counted: the fifth of a person for one request locks the
 * session that gave it and closes the request, if it is that person's own. Somebody else's request stays open, so that nobody can
 * close or block another person's by failing at it.
 * @refuses proof_locked, and what the work refuses
 */
export async function proving<T>(by: Proving, work: (tx: ConsoleTransaction) => Promise<T>): Promise<Result<T>> {
  const lockedFor = await findProofLock(by.actor);
  if (lockedFor !== null) return refuse("proof_locked", { retryAfterSeconds: lockedFor }); // guard: proof-lock
  const done = await transact(work);
  return done.ok || !isFailedProof(done.refusal.code) ? done : { ok: false, refusal: await counted(by, done.refusal) };
}

async function counted({ actor, request, about }: Proving, refusal: Refusal): Promise<Refusal> {
  const { personId, sessionId } = actor;
  const failed = { requestId: request.id, personId, sessionId };
  return consoleDb().$transaction(async (tx) => {
    const failures = await keepFailedProof(tx, { ...failed, code: refusal.code });
    if (failures < failedProofsLimit) return refusal; // guard: failed-proofs
    await lockProofs(tx, { ...failed, minutes: proofLockMinutes });
    const own = request.requesterId === personId; // guard: lock-own-request
    const closed = own && (await moveRequest(tx, request.id, "denied", { failureCode: "proof_locked" }));
    await tellOfFailedProofs(tx, request, actor);
    const facts = { failures, last: refusal.code, closed, lockMinutes: proofLockMinutes };
    await record(tx, actor, about, { kind: "failure", code: "proof_locked", facts });
    return { code: "proof_locked", facts: { retryAfterSeconds: proofLockMinutes * 60 } };
  });
}
