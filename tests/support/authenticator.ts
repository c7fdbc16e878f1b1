import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { type ProofChallenge, proofChallengeText } from "@/lib/passkeys/rules/proof-challenge";
import type { PasskeyProof, RegistrationResponse } from "@/lib/passkeys/shapes";

export type Algorithm = "ES256" | "RS256" | "EdDSA";

/** How an authenticator is, or is bent to be. */
type Bend = {
  userVerified?: boolean;
  userPresent?: boolean;
  origin?: string;
  type?: string;
  challenge?: string;
  counter?: number;
  crossOrigin?: boolean;
};

/** A passkey in software: what a device answers, byte for byte, and what a bent one would. */
export class Authenticator {
  readonly id = randomBytes(32).toString("base64url");
  readonly algorithm: Algorithm;
  readonly cose: Buffer;
  /** Zero for one that does not count, as most that are synced. */
  counter = 0;
  readonly #key: KeyObject;
  readonly #origin: string;
  readonly #synced: boolean;

  constructor(
    origin: string,
    { algorithm = "ES256", synced = false }: { algorithm?: Algorithm; synced?: boolean } = {},
  ) {
    const { publicKey, privateKey } = keyPair(algorithm);
    this.algorithm = algorithm;
    this.#key = privateKey;
    this.#origin = origin;
    this.#synced = synced;
    this.cose = coseOf(algorithm, publicKey);
  }

  /** Answers `navigator.credentials.create`. */
  register({ challenge }: { challenge: string }, bend: Bend = {}): RegistrationResponse {
    const credential = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credential.length);
    const data = Buffer.concat([this.#head(bend, 0x40), Buffer.alloc(16), length, credential, this.cose]);
    const attestation = map([
      [text("fmt"), text("none")],
      [text("attStmt"), map([])],
      [text("authData"), byteString(data)],
    ]);
    return {
      id: this.id,
      clientDataJSON: this.#clientData("webauthn.create", challenge, bend).toString("base64url"),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    };
  }

  /** Answers `navigator.credentials.get` for a proof. */
  prove(wanted: ProofChallenge, bend: Bend = {}): PasskeyProof {
    const challenge = createHash("sha256").update(proofChallengeText(wanted)).digest("base64url");
    return { issuedAt: wanted.issuedAt, response: this.sign(challenge, bend) };
  }

  /** Answers `navigator.credentials.get` for a challenge that somebody else derived, base64url. */
  sign(challenge: string, bend: Bend = {}): PasskeyProof["response"] {
    const clientData = this.#clientData("webauthn.get", challenge, bend);
    const data = this.#head(bend);
    const signed = Buffer.concat([data, createHash("sha256").update(clientData).digest()]);
    const signature = sign(this.algorithm === "EdDSA" ? null : "sha256", signed, this.#key);
    return {
      id: this.id,
      authenticatorData: data.toString("base64url"),
      clientDataJSON: clientData.toString("base64url"),
      signature: signature.toString("base64url"),
    };
  }

  #head({ userVerified = true, userPresent = true, origin, counter }: Bend, more = 0): Buffer {
    const head = Buffer.alloc(37);
    createHash("sha256")
      .update(new URL(origin ?? this.#origin).hostname)
      .digest()
      .copy(head);
    const synced = this.#synced ? 0x18 : 0;
    head.writeUInt8((userPresent ? 0x01 : 0) | (userVerified ? 0x04 : 0) | synced | more, 32);
    head.writeUInt32BE(counter ?? this.counter, 33);
    return head;
  }

  #clientData(type: string, challenge: string, bend: Bend): Buffer {
    const { origin = this.#origin, crossOrigin = false } = bend;
    return Buffer.from(
      JSON.stringify({ type: bend.type ?? type, challenge: bend.challenge ?? challenge, origin, crossOrigin }),
    );
  }
}

function keyPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  return algorithm === "EdDSA" ? generateKeyPairSync("ed25519") : generateKeyPairSync("rsa", { modulusLength: 2048 });
}

/** The public key as authenticators write it. @source RFC 9053, RFC 8230 */
function coseOf(algorithm: Algorithm, key: KeyObject): Buffer {
  const jwk = key.export({ format: "jwk" });
  const field = (label: number, value: string | undefined): [Buffer, Buffer] => [
    integer(label),
    byteString(Buffer.from(value ?? "", "base64url")),
  ];
  const kind = (type: number, name: number): [Buffer, Buffer][] => [
    [integer(1), integer(type)],
    [integer(3), integer(name)],
  ];
  if (algorithm === "ES256")
    return map([...kind(2, -7), [integer(-1), integer(1)], field(-2, jwk.x), field(-3, jwk.y)]);
  if (algorithm === "EdDSA") return map([...kind(1, -8), [integer(-1), integer(6)], field(-2, jwk.x)]);
  return map([...kind(3, -257), field(-1, jwk.n), field(-2, jwk.e)]);
}

function cborHead(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  return count < 256
    ? Buffer.from([(major << 5) | 24, count])
    : Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
}

const integer = (value: number): Buffer => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value));
const byteString = (value: Buffer): Buffer => Buffer.concat([cborHead(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([cborHead(3, value.length), Buffer.from(value)]);
const map = (entries: [Buffer, Buffer][]): Buffer => Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);

/** The other of the two signatures that an elliptic key has for the same words: (r, n − s). */
export function otherRoot(signature: string): string {
  const der = Buffer.from(signature, "base64url");
  const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const r = der.subarray(4, 4 + (der[3] ?? 0));
  const s = BigInt(`0x${der.subarray(6 + r.length).toString("hex")}`);
  const bytes = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : trimmed(bytes);
  const integer = (value: Buffer): Buffer => Buffer.concat([Buffer.from([0x02, value.length]), value]);
  const body = Buffer.concat([integer(r), integer(positive)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]).toString("base64url");
}

/** DER writes no leading zero that the sign does not need. */
function trimmed(bytes: Buffer): Buffer {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0 && (bytes[at + 1] ?? 0) <= 0x7f) at += 1;
  return bytes.subarray(at);
}
