import type { Pool } from "pg";
import type { Answer, Exchange } from "../../kernel/server";

const MAX_AGE_SECONDS = 300;

/** Serves token keys and webhook keys that may still be met, and notes which relying party asked. */
export async function answerJwks(pool: Pool, { headers }: Exchange): Promise<Answer> {
  const { rows } = await pool.query<{ kid: string; algorithm: string; public_jwk: Record<string, string> }>(
    `SELECT kid, algorithm, public_jwk FROM signing_keys
     WHERE state IN ('published', 'active', 'grace') AND retired_at IS NULL
     UNION ALL
     SELECT kid, algorithm, public_jwk FROM webhook_signing_keys
     WHERE state IN ('published', 'active', 'grace') AND retired_at IS NULL AND compromised_at IS NULL
     ORDER BY kid`,
  );
  await noteFetch(
    pool,
    rows.map(({ kid }) => kid),
    headers["user-agent"],
  );
  return {
    status: 200,
    headers: { "cache-control": `public, max-age=${MAX_AGE_SECONDS}` },
    json: { keys: rows.map((row) => ({ ...row.public_jwk, kid: row.kid, alg: row.algorithm, use: "sig" })) },
  };
}

/** Relying parties name their `uid` in brackets at the end of their user agent; others stay unknown. */
async function noteFetch(pool: Pool, kids: string[], userAgent: string | undefined): Promise<void> {
  const uid = /\(([\w-]+)\)$/.exec(userAgent ?? "")?.[1] ?? null;
  if (uid === null) return;
  await pool.query(
    `INSERT INTO jwks_fetches (oauth_application_id, kid_set, fetched_at, user_agent)
     SELECT id, $2, clock_timestamp(), $3 FROM oauth_applications WHERE uid = $1`,
    [uid, kids, userAgent],
  );
}
