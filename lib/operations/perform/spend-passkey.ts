import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { passkeyPlace, verifyAssertion } from "@/lib/access/passkey";
import { canonical } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { checkAssertion, proofChallenge } from "@/lib/passkeys/rules/check-assertion";
import { challengeMaxAgeMinutes, isFreshChallenge } from "@/lib/passkeys/rules/proof-challenge";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import { holdPasskey, markPasskeyUsed } from "@/lib/passkeys/writes/use-passkey";
import type { RecordEntry } from "@/lib/record/shapes";
import { keepPasskeyProof } from "@/lib/requests/writes/keep-proof";
import type { Bound } from "./spend-proof";

type Signer = { personId: string };
type Judged = { passkeyId: string; challenge: string; assertionText: string; facts: RecordEntry["facts"] };

/**
 * Judges what a passkey signed. The challenge is derived here again from what is stored: it fits this person, this
 * request as it reads now and this purpose, or nothing.
 * @returns what the record keeps of it, so that it can be checked there with the public key alone
 * @throws Refused passkey_not_found, insufficient_user_authentication, passkey_invalid, passkey_user_unverified,
 * passkey_counter_behind
 */
export async function judgePasskey(
  tx: ConsoleTransaction,
  { personId }: Signer,
  { requestId, digest, purpose }: Bound,
  { issuedAt, response }: PasskeyProof,
): Promise<Judged> {
  const passkey = await holdPasskey(tx, { credentialId: response.id, personId });
  if (!passkey) throw new Refused({ code: "passkey_not_found" });
  if (!isFreshChallenge(new Date(issuedAt), passkey.now)) throw stale(); // guard: challenge-age
  const { origin } = passkeyPlace();
  const { authenticatorData, clientDataJSON, signature } = response;
  const publicKey = Buffer.from(passkey.publicKey).toString("base64url");
  const said = { publicKey, authenticatorData, clientDataJSON, signature };
  const wanted = { purpose, requestId, digest, personId, issuedAt };
  // Judged twice: by our own check, which is how the record will judge it for ever, and by the library.
  const fault = checkAssertion(said, { ...wanted, origin });
  if (fault) throw new Refused({ code: fault === "user_unverified" ? "passkey_user_unverified" : "passkey_invalid" });
  const challenge = proofChallenge(wanted);
  const judged = await verifyAssertion(response, challenge, { ...passkey, counter: Number(passkey.counter) });
  if (!judged.ok) throw new Refused(judged.refusal);
  await markPasskeyUsed(tx, passkey.id, judged.value);
  const facts = { proof: "passkey", purpose, passkeyId: passkey.id, issuedAt, origin, ...said };
  return { passkeyId: passkey.id, challenge, assertionText: canonical({ ...said, issuedAt, origin }), facts };
}

/**
 * Judges what a passkey signed for a request, and spends it.
 * @throws Refused proof_already_used, and as {@link judgePasskey}
 */
export async function spendPasskey(
  tx: ConsoleTransaction,
  { personId, clerkUserId, sessionId }: HumanActor,
  bound: Bound,
  given: PasskeyProof,
): Promise<{ id: string; facts: RecordEntry["facts"] }> {
  const { facts, ...judged } = await judgePasskey(tx, { personId }, bound, given);
  const id = await keepPasskeyProof(tx, { ...bound, personId, clerkUserId, sessionId, ...judged });
  if (!id) throw new Refused({ code: "proof_already_used" }); // guard: one-use-assertion
  return { id, facts };
}

const stale = (): Refused =>
  new Refused({ code: "insufficient_user_authentication", facts: { maxAgeMinutes: challengeMaxAgeMinutes } });
