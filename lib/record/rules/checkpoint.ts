import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { canonical } from "@/lib/core/canonical";
import type { Checkpoint } from "../shapes";

const origin = "sallyport record v1";

const signed = (facts: { size: number; head: string; at: string }): Buffer =>
  Buffer.from(canonical({ origin, ...facts }));

/**
 * Signs "the record had this many rows and ended so".
 * @param privateKeyPem Ed25519, PKCS8 PEM
 */
export function signCheckpoint(facts: { size: number; head: string; at: string }, privateKeyPem: string): Checkpoint {
  const signature = sign(null, signed(facts), createPrivateKey(privateKeyPem)).toString("base64url");
  return { origin, ...facts, signature };
}

/** @param keyPem the private key or, where only verifying, the public one */
export function isGenuine({ size, head, at, signature }: Checkpoint, keyPem: string): boolean {
  return verify(null, signed({ size, head, at }), createPublicKey(keyPem), Buffer.from(signature, "base64url"));
}
