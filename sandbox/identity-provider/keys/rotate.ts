import type { Pool } from "pg";
import { inTransaction } from "../database/transaction";
import { freshKeyPair } from "./key-pair";

/**
 * Gives a relying party a new active key without the soak that a planned rotation would have: whoever trusts a cached
 * JWKS has never heard of it. The old key goes into grace.
 * @returns the new kid
 */
export async function rotateAtOnce(pool: Pool, applicationId: string, slug: string): Promise<string> {
  return inTransaction(pool, async (client) => {
    const counted = await client.query<{ generation: number }>(
      "SELECT count(*)::integer + 1 AS generation FROM webhook_signing_keys WHERE oauth_application_id = $1",
      [applicationId],
    );
    const { kid, publicJwk, privateJwk } = freshKeyPair(`whk-${slug}-${counted.rows[0]?.generation}`);
    await client.query(
      `UPDATE webhook_signing_keys SET state = 'grace', grace_until = now() + interval '2 days', updated_at = now()
       WHERE oauth_application_id = $1 AND state = 'active'`,
      [applicationId],
    );
    await client.query(
      `INSERT INTO webhook_signing_keys (oauth_application_id, kid, algorithm, public_jwk, state, published_at, activated_at,
         created_at, updated_at) VALUES ($1, $2, 'EdDSA', $3, 'active', now(), now(), now(), now())`,
      [applicationId, kid, JSON.stringify(publicJwk)],
    );
    await client.query("INSERT INTO sandbox_vault.private_keys VALUES ($1, $2)", [kid, JSON.stringify(privateJwk)]);
    return kid;
  });
}
