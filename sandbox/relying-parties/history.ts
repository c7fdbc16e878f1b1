import { Client } from "pg";

/**
 * What a relying party had processed before this sandbox ran: what the outbox says was delivered, or answered with 409.
 * Read once from the identity provider's database, because real receivers remember longer than a process lives.
 */
export async function readProcessedBefore(databaseUrl: string, applicationId: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: "relying-parties" });
  await client.connect();
  try {
    const { rows } = await client.query<{ idempotency_key: string }>(
      `SELECT idempotency_key FROM webhook_outbox_entries
       WHERE oauth_application_id = $1 AND (delivered_at IS NOT NULL OR last_status = 409)`,
      [applicationId],
    );
    return rows.map((row) => row.idempotency_key);
  } finally {
    await client.end();
  }
}
