import type { ClientBase } from "pg";
import { freshKeyPair } from "./key-pair";

/** Makes a relying party's next webhook key. @returns its kid */
export async function addWebhookKey(
  client: ClientBase,
  { applicationId, slug, state }: { applicationId: string; slug: string; state: "published" | "active" },
): Promise<string> {
  const counted = await client.query<{ generation: number }>(
    "SELECT count(*)::integer + 1 AS generation FROM webhook_signing_keys WHERE oauth_application_id = $1",
    [applicationId],
  );
  const { kid, publicJwk, privateJwk } = freshKeyPair(`whk-${slug}-${counted.rows[0]?.generation}`);
  await client.query(
    `INSERT INTO webhook_signing_keys (oauth_application_id, kid, algorithm, public_jwk, state, published_at, activated_at,
       created_at, updated_at) VALUES ($1, $2, 'EdDSA', $3, $4, now(), CASE WHEN $4 = 'active' THEN now() END, now(), now())`,
    [applicationId, kid, JSON.stringify(publicJwk), state],
  );
  await client.query("INSERT INTO sandbox_vault.private_keys VALUES ($1, $2)", [kid, JSON.stringify(privateJwk)]);
  return kid;
}

/** Makes the next key that signs tokens. @returns its kid */
export async function addTokenKey(client: ClientBase): Promise<string> {
  const counted = await client.query<{ generation: number }>(
    "SELECT count(*)::integer + 1 AS generation FROM signing_keys",
  );
  const { kid, publicJwk, privateJwk } = freshKeyPair(`tok-${counted.rows[0]?.generation}`);
  await client.query(
    `INSERT INTO signing_keys (kid, algorithm, public_jwk, state, published_at) VALUES ($1, 'EdDSA', $2, 'published', now())`,
    [kid, JSON.stringify(publicJwk)],
  );
  await client.query("INSERT INTO sandbox_vault.private_keys VALUES ($1, $2)", [kid, JSON.stringify(privateJwk)]);
  return kid;
}
