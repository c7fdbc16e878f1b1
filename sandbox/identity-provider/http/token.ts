import { type JsonWebKey, randomUUID } from "node:crypto";
import { importJWK, SignJWT } from "jose";
import type { Pool } from "pg";
import type { Answer, Exchange } from "../../kernel/server";
import { isProbeClient, PROBE_CLIENT } from "./client-credentials";

const LIFETIME_SECONDS = 300;
const SCOPE = "probe";

/** Answers a client credentials request. @source RFC 6749 sections 4.4 and 5, RFC 9068 */
export async function answerToken(pool: Pool, issuer: string, exchange: Exchange): Promise<Answer> {
  const form = exchange.form();
  if (!isProbeClient(exchange)) return unknownClient(exchange);
  const grant = form.get("grant_type");
  if (grant === null) return refuse(400, "invalid_request", "grant_type is missing");
  if (grant !== "client_credentials") return refuse(400, "unsupported_grant_type", `${grant} is not offered`);
  const scope = form.get("scope") ?? SCOPE;
  if (scope !== SCOPE) return refuse(400, "invalid_scope", `this client may have ${SCOPE}`);

  const token = await signToken(pool, issuer, scope);
  if (!token) return refuse(500, "server_error", "no active signing key");
  return answer(200, { access_token: token, token_type: "Bearer", expires_in: LIFETIME_SECONDS, scope });
}

async function signToken(pool: Pool, issuer: string, scope: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ kid: string; private_jwk: JsonWebKey }>(
    `SELECT kid, private_jwk FROM signing_keys JOIN sandbox_vault.private_keys USING (kid)
     WHERE state = 'active' ORDER BY activated_at DESC LIMIT 1`,
  );
  const key = rows[0];
  if (!key) return undefined;
  return new SignJWT({ client_id: PROBE_CLIENT.id, scope })
    .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "at+jwt" })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(PROBE_CLIENT.id)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(await importJWK({ ...key.private_jwk }, "EdDSA"));
}

function unknownClient(exchange: Exchange): Answer {
  const refused = refuse(401, "invalid_client", "client authentication failed");
  if (exchange.headers.authorization === undefined) return refused;
  return { ...refused, headers: { ...refused.headers, "www-authenticate": 'Basic realm="identity-provider"' } };
}

function refuse(status: number, error: string, description: string): Answer {
  return answer(status, { error, error_description: description });
}

function answer(status: number, json: unknown): Answer {
  return { status, headers: { "cache-control": "no-store", pragma: "no-cache" }, json };
}
