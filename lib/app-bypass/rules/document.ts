import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { BypassDocument } from "../shapes";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The public half of a signing key as apps are given it, and the name by which a document says that it was signed with it. */
export function publicKeyOf(privateKeyPem: string): { keyId: string; publicKey: string } {
  const der = createPublicKey(privateKeyPem).export({ type: "spki", format: "der" });
  return {
    keyId: createHash("sha256").update(der).digest("hex").slice(0, 16),
    publicKey: der.toString("base64"),
  };
}

/**
 * Signs a bypass document: the same words under the same key are the same bytes.
 * @param privateKeyPem Ed25519, PKCS8 PEM
 * @source RFC 7515 §3.1 (compact serialisation), RFC 8037 §3.1 (EdDSA)
 */
export function signDocument(document: BypassDocument, privateKeyPem: string): string {
  const header = { alg: "EdDSA", kid: publicKeyOf(privateKeyPem).keyId, typ: documentType };
  const signed = `${part(header)}.${part(document)}`;
  return `${signed}.${sign(null, Buffer.from(signed), createPrivateKey(privateKeyPem)).toString("base64url")}`;
}

/** What else was ever signed with the same key is no bypass document. */
export const documentType = "sallyport-bypass";
