import { createHash, verify } from "node:crypto";
import { readCoseKey } from "./cose-key";
import { type ProofChallenge, proofChallengeText } from "./proof-challenge";

/** What a passkey said, and the key that it said it with; all of it base64url. */
export type Assertion = { publicKey: string; authenticatorData: string; clientDataJSON: string; signature: string };

export type AssertionFault =
  | "unreadable"
  | "wrong_type"
  | "wrong_challenge"
  | "wrong_origin"
  | "wrong_relying_party"
  | "user_absent"
  | "user_unverified"
  | "bad_signature";

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** The challenge that such a proof must answer, base64url. */
export const proofChallenge = (parts: ProofChallenge): string =>
  sha256(proofChallengeText(parts)).toString("base64url");

/**
 * Whether a passkey signed exactly this, after its person was verified. Needs nothing but the public key: no database, no library, no
 * network, however many years later.
 * @param wanted what it must have signed, and the origin at which (`https://console.example`)
 * @returns null when it did
 * @source WebAuthn Level 3, section 7.2
 */
export function checkAssertion(given: Assertion, wanted: ProofChallenge & { origin: string }): AssertionFault | null {
  try {
    const [clientData, data] = [bytesOf(given.clientDataJSON), bytesOf(given.authenticatorData)];
    const { type, challenge, origin, crossOrigin } = JSON.parse(clientData.toString("utf8")) as Record<string, unknown>;
    if (type !== "webauthn.get") return "wrong_type";
    if (challenge !== proofChallenge(wanted)) return "wrong_challenge";
    if (origin !== wanted.origin || crossOrigin === true) return "wrong_origin";
    if (data.length < 37) return "unreadable";
    if (!data.subarray(0, 32).equals(sha256(new URL(wanted.origin).hostname))) return "wrong_relying_party";
    const flags = data.readUInt8(32);
    if ((flags & 0x01) === 0) return "user_absent";
    if ((flags & 0x04) === 0) return "user_unverified";
    const signed = Buffer.concat([data, sha256(clientData)]);
    return isSigned(signed, given) ? null : "bad_signature";
  } catch {
    return "unreadable";
  }
}

function isSigned(data: Buffer, { publicKey, signature }: Assertion): boolean {
  const { algorithm, key } = readCoseKey(bytesOf(publicKey));
  // Ed25519 hashes by itself; the other two sign a SHA-256.
  return verify(algorithm === -8 ? null : "sha256", data, key, bytesOf(signature));
}

const bytesOf = (text: string): Buffer => Buffer.from(text, "base64url");
