import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { findSigningKeys } from "../dispatcher/outbox";
import { postWebhook } from "../dispatcher/post";

const PATIENCE_MS = 3_000;

/** A stranger who holds a relying party's key sends it a webhook that nobody put into the outbox. @returns the answer's status */
export async function forgeWebhook(pool: Pool, applicationId: string): Promise<number | null> {
  const [key] = await findSigningKeys(pool, applicationId);
  const { rows } = await pool.query<{ webhook_url: string }>(
    "SELECT webhook_url FROM oauth_applications WHERE id = $1",
    [applicationId],
  );
  const url = rows[0]?.webhook_url;
  if (!key || !url) return null;
  const id = randomUUID();
  const body = JSON.stringify({
    id,
    type: "user.updated",
    data: { user: { id: "u_1", email: "stranger@evil.example" } },
  });
  const entry = { id: "0", idempotency_key: id, body, attempts: 0, signing_kid: key.kid, claimed_at: "" };
  const attempt = await postWebhook(url, entry, key, { timeoutMs: PATIENCE_MS, signal: new AbortController().signal });
  return attempt?.status ?? null;
}
