import type { Pool } from "pg";
import { inTransaction } from "../database/transaction";
import { addWebhookKey } from "./publish";

/**
 * Gives a relying party a new active key without the soak that a planned rotation would have: whoever trusts a cached
 * JWKS has never heard of it. The old key goes into grace.
 * @returns the new kid
 */
export async function rotateAtOnce(pool: Pool, applicationId: string, slug: string): Promise<string> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `UPDATE webhook_signing_keys SET state = 'grace', grace_until = now() + interval '2 days', updated_at = now()
       WHERE oauth_application_id = $1 AND state = 'active'`,
      [applicationId],
    );
    return addWebhookKey(client, { applicationId, slug, state: "active" });
  });
}
