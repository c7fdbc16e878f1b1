import { createHmac, timingSafeEqual } from "node:crypto";

/** The one-use `action_request_nonce`: derived, never stored. It binds the request, what it says, and the proof given for it. */
export function nonceOf(request: { id: string; digest: string; proofId: string }, key: string): string {
  return createHmac("sha256", key)
    .update(`nonce|${request.id}|${request.digest}|${request.proofId}`)
    .digest("base64url");
}

export function isNonce(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
