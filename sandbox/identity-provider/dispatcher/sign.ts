import { createPrivateKey, type JsonWebKey, sign } from "node:crypto";

/** A private key and the name under which its public half is published. */
export type SigningKey = { kid: string; privateJwk: JsonWebKey };

/** What a webhook's signature covers. */
export type SignedContent = { id: string; timestamp: string; body: string };

/**
 * Signs a webhook: the value of `webhook-signature`.
 *
 * A compact JWS with its payload left out (`header..signature`). The header is `{"alg":"EdDSA","kid":…}`, the payload the
 * UTF-8 bytes of `id.timestamp.body`, base64url as in every compact JWS. To verify, put the payload back between the dots.
 * @source RFC 7515 appendix F, RFC 8037
 */
export function signWebhook(key: SigningKey, { id, timestamp, body }: SignedContent): string {
  const header = base64url(JSON.stringify({ alg: "EdDSA", kid: key.kid }));
  const payload = base64url(`${id}.${timestamp}.${body}`);
  const privateKey = createPrivateKey({ key: key.privateJwk, format: "jwk" });
  const signature = sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString("base64url");
  return `${header}..${signature}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
