import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from "jose";

export type SignedRequest = { id: string; timestamp: string; signature: string; body: Buffer };

export type Judgement =
  | { valid: true }
  | { valid: false; reason: "unknown kid" | "invalid signature" | "stale timestamp"; kid?: string };

const TOLERANCE_SECONDS = 300;

/** The kid that a signature names; undefined when it is no signature at all. */
export function kidOf(signature: string): string | undefined {
  try {
    return decodeProtectedHeader(signature).kid;
  } catch {
    return undefined;
  }
}

/** Judges a webhook's signature by the keys that the receiver knows. @param nowMs real time */
export async function judgeSignature(request: SignedRequest, keys: readonly JWK[], nowMs: number): Promise<Judgement> {
  const kid = kidOf(request.signature);
  if (kid === undefined) return { valid: false, reason: "invalid signature" };
  if (Math.abs(nowMs / 1000 - Number(request.timestamp)) > TOLERANCE_SECONDS) {
    return { valid: false, reason: "stale timestamp", kid };
  }
  const key = keys.find((each) => each.kid === kid);
  if (!key) return { valid: false, reason: "unknown kid", kid };
  try {
    await compactVerify(attach(request), await importJWK(key, "EdDSA"), { algorithms: ["EdDSA"] });
    return { valid: true };
  } catch {
    return { valid: false, reason: "invalid signature", kid };
  }
}

/** Puts the payload back between the dots. */
function attach({ id, timestamp, signature, body }: SignedRequest): string {
  const [header, , seal] = signature.split(".");
  const payload = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]).toString("base64url");
  return `${header}.${payload}.${seal}`;
}
