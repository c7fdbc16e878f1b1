import { createPublicKey } from "node:crypto";
import { exportJWK, importPKCS8, type JWK, type JWTPayload, SignJWT } from "jose";

/** Clerk's mark of a session token in the JWT header; other categories are refused by the SDK. */
const SESSION_CATEGORY = "cl_B7d4PD111AAA";

export type SigningKey = {
  /** What `GET /v1/jwks` publishes. */
  jwk: JWK;
  sign(claims: JWTPayload): Promise<string>;
};

export async function readSigningKey(privateKeyPem: string, kid: string): Promise<SigningKey> {
  const privateKey = await importPKCS8(privateKeyPem, "RS256");
  const publicKey = createPublicKey(privateKeyPem);
  const { modulusLength, publicExponent } = publicKey.asymmetricKeyDetails ?? {};
  // The SDK reads the modulus at a fixed place of the PEM, so nothing else works with a networkless key.
  if (modulusLength !== 2048 || publicExponent !== 65537n)
    throw new Error("Clerk signs with RSA-2048, exponent 65537.");
  const header = { alg: "RS256", typ: "JWT", kid, cat: SESSION_CATEGORY };
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" },
    sign: (claims) => new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
  };
}
