import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";

/** An Ed25519 key as two JWKs; the private one never leaves the vault. */
export type KeyPair = { kid: string; publicJwk: JsonWebKey; privateJwk: JsonWebKey };

const PKCS8_ED25519_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The same kid always gives the same key, so that a seed repeats itself and a test knows what to expect. */
export function seededKeyPair(kid: string): KeyPair {
  const secret = createHash("sha256").update(`sandbox identity provider key ${kid}`).digest();
  const der = Buffer.concat([PKCS8_ED25519_PREFIX, secret]);
  return toKeyPair(kid, createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
}

/** A key that nobody can foresee, for rotations while the sandbox runs. */
export function freshKeyPair(kid: string): KeyPair {
  return toKeyPair(kid, generateKeyPairSync("ed25519").privateKey);
}

function toKeyPair(kid: string, privateKey: KeyObject): KeyPair {
  return {
    kid,
    publicJwk: createPublicKey(privateKey).export({ format: "jwk" }),
    privateJwk: privateKey.export({ format: "jwk" }),
  };
}
