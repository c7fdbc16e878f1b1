import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { spendCode } from "@/lib/bypass/writes/spend-code";
import type { ConsoleTransaction } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import type { ProofPurpose } from "@/lib/passkeys/rules/proof-challenge";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import type { RecordEntry } from "@/lib/record/shapes";
import { judgeClerkProof } from "@/lib/requests/rules/proof";
import { keepClerkProof, keepCodeProof } from "@/lib/requests/writes/keep-proof";
import { type About, record } from "./account";
import { spendPasskey } from "./spend-passkey";

/** What a proof is bound to: one request as it reads now, and what is being done about it. */
export type Bound = { requestId: string; digest: string; purpose: ProofPurpose };

/**
 * How the caller proves who they are: a second factor that their Clerk session carries, what a passkey signed, or, under a
 * break-glass grant, one more printed code with its PIN.
 */
export type GivenProof =
  | { kind: "clerk" }
  | ({ kind: "passkey" } & PasskeyProof)
  | { kind: "code"; code: string; pin: string };

/** `facts`: evidence of it that the record keeps; Clerk gives none that anybody else could check. */
export type SpentProof = { id: string; kind: GivenProof["kind"]; facts: RecordEntry["facts"] | null };

/**
 * Judges a proof and spends it on exactly one purpose, as part of the caller's transaction.
 * @throws Refused code_invalid, insufficient_user_authentication, no_second_factor, rvid_claim_missing, proof_already_used, and passkey_*
 */
export async function spendProof(
  tx: ConsoleTransaction,
  actor: HumanActor,
  bound: Bound,
  given: GivenProof,
): Promise<SpentProof> {
  if (given.kind === "passkey") return { kind: given.kind, ...(await spendPasskey(tx, actor, bound, given)) };
  if (given.kind === "code") return { kind: given.kind, facts: null, id: await spentCode(tx, actor, bound, given) };
  if (actor.kind !== "person") throw new Refused({ code: "insufficient_user_authentication" });
  const judged = judgeClerkProof(actor.factor); // guard: fresh-factor
  if (!judged.ok) throw new Refused(judged.refusal);
  const { personId, clerkUserId, sessionId } = actor;
  const id = await keepClerkProof(tx, { ...bound, personId, clerkUserId, sessionId, ...judged.value });
  if (!id) throw new Refused({ code: "proof_already_used" }); // guard: one-use-proof
  return { id, kind: given.kind, facts: null };
}

/** A code proves nothing beside Clerk: whoever is signed in has a second factor that can't be copied from paper. */
async function spentCode(
  tx: ConsoleTransaction,
  { kind, personId, clerkUserId, sessionId }: HumanActor,
  bound: Bound,
  { code, pin }: { code: string; pin: string },
): Promise<string> {
  if (kind !== "grant") throw new Refused({ code: "insufficient_user_authentication" }); // guard: code-under-grant
  const spent = await spendCode(tx, { personId, code, pin, usedFor: bound.requestId });
  if (!spent) throw new Refused({ code: "code_invalid" });
  return keepCodeProof(tx, { ...bound, personId, clerkUserId, sessionId });
}

/** Writes down what a passkey signed, beside what it let happen. As everything of the record, last in the transaction. */
export async function recordProof(
  tx: ConsoleTransaction,
  actor: HumanActor,
  about: About,
  { facts }: SpentProof,
): Promise<void> {
  if (facts) await record(tx, actor, about, { kind: "proof", facts });
}
