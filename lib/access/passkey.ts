import "server-only";
import {
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { minutes } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { PersonActor } from "./actor";

/** ES256, Ed25519, RS256: what nearly every authenticator has, and what the record can check with Node alone. */
const algorithms = [-7, -8, -257];

/** Where passkeys belong: the console's own origin, and its host. They work nowhere else, however alike it looks. */
export function passkeyPlace(): { origin: string; host: string } {
  const { origin, hostname } = new URL(env().PUBLIC_ORIGIN);
  return { origin, host: hostname };
}

type Known = { credentialId: string; transports: readonly string[] };

/** What a browser hands to `navigator.credentials.create`, in JSON. */
export type CreationOptions = ReturnType<typeof creationOptions>;

/**
 * Asks for a new passkey of this person: user verification required, on the device if it can, without attestation.
 * @param challenge base64url
 * @param known those that the person has: their devices then say so themselves, instead of making a second one
 * @source WebAuthn Level 3, section 5.4
 */
export function creationOptions({ personId, name, email }: PersonActor, challenge: string, known: readonly Known[]) {
  return {
    challenge,
    rp: { id: passkeyPlace().host, name: "Sallyport" },
    user: {
      id: Buffer.from(personId.replaceAll("-", ""), "hex").toString("base64url"),
      name: email,
      displayName: name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key" as const, alg })),
    timeout: minutes(2),
    attestation: "none" as const,
    authenticatorSelection: {
      residentKey: "preferred" as const,
      requireResidentKey: false,
      userVerification: "required" as const,
    },
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({
      type: "public-key" as const,
      id,
      transports: [...transports],
    })),
  };
}

/** A new passkey, as its authenticator described it. */
export type Enrolled = {
  credentialId: string;
  publicKey: Uint8Array;
  counter: number;
  aaguid: string;
  backupEligible: boolean;
  backedUp: boolean;
};

type Registration = { id: string; clientDataJSON: string; attestationObject: string };

/**
 * Judges what an authenticator answered when it was asked for a new passkey.
 * @param challenge the one that was issued, base64url
 * @refuses passkey_user_unverified, passkey_invalid
 */
export async function verifyRegistration(
  { id, ...response }: Registration,
  challenge: string,
): Promise<Result<Enrolled>> {
  const { origin, host } = passkeyPlace();
  const judged = await answered(() =>
    verifyRegistrationResponse({
      response: { id, rawId: id, type: "public-key", clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: true, // guard: registration-user-verification
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!judged.ok) return judged;
  const { verified, registrationInfo: made } = judged.value;
  return verified && made.credential.id === id ? ok(enrolled(made)) : refuse("passkey_invalid");
}

const enrolled = (made: NonNullable<VerifiedRegistrationResponse["registrationInfo"]>): Enrolled => ({
  credentialId: made.credential.id,
  publicKey: made.credential.publicKey,
  counter: made.credential.counter,
  aaguid: made.aaguid,
  backupEligible: made.credentialDeviceType === "multiDevice",
  backedUp: made.credentialBackedUp,
});

type Given = { id: string; authenticatorData: string; clientDataJSON: string; signature: string };

/**
 * Judges what an authenticator signed.
 * @param challenge the one that was derived, base64url
 * @param passkey as it was enrolled, with the counter that it last gave
 * @refuses passkey_user_unverified, passkey_counter_behind (a copy of it may be in use), passkey_invalid
 */
export async function verifyAssertion(
  { id, ...response }: Given,
  challenge: string,
  passkey: { credentialId: string; publicKey: Uint8Array; counter: number },
): Promise<Result<{ counter: number; backedUp: boolean }>> {
  const { origin, host } = passkeyPlace();
  const { credentialId, publicKey, counter } = passkey;
  const judged = await answered(() =>
    verifyAuthenticationResponse({
      response: { id, rawId: id, type: "public-key", clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: true, // guard: assertion-user-verification
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter },
    }),
  );
  if (!judged.ok) return judged;
  const { verified, authenticationInfo: said } = judged.value;
  if (!verified || said.credentialID !== credentialId) return refuse("passkey_invalid");
  return ok({ counter: said.newCounter, backedUp: said.credentialBackedUp });
}

/** The library says what is wrong by throwing. Two of its faults have a way out of their own; the rest is one refusal. */
async function answered<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    if (said.startsWith("User verification")) return refuse("passkey_user_unverified");
    if (said.startsWith("Response counter")) return refuse("passkey_counter_behind");
    return refuse("passkey_invalid");
  }
}
