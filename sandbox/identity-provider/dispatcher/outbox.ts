import type { JsonWebKey } from "node:crypto";
import type { Pool } from "pg";
import type { SigningKey } from "./sign";
import type { Attempt, Verdict } from "./verdict";

/** A row that this dispatcher may send now. Ids and stamps are text: a number or a date would lose digits. */
export type ClaimedEntry = {
  id: string;
  idempotency_key: string;
  /** JSON exactly as stored. */
  body: string;
  attempts: number;
  signing_kid: string | null;
  claimed_at: string;
};

export type Destination = { id: string; webhook_url: string };

const WAITING = "delivered_at IS NULL AND dlq_at IS NULL";
const IS_DUE = "(next_retry_at IS NULL OR next_retry_at <= now())";
/** The pending index's own order. Whatever is due comes first, so nobody walks through rows that wait for later. */
const QUEUE = "next_retry_at NULLS FIRST, id";

/** Relying parties that are switched on and have something due. */
export async function findDestinations(pool: Pool): Promise<Destination[]> {
  const { rows } = await pool.query<Destination>(
    `SELECT app.id::text, webhook_url FROM oauth_applications app
     CROSS JOIN LATERAL (SELECT next_retry_at FROM webhook_outbox_entries
       WHERE oauth_application_id = app.id AND ${WAITING} ORDER BY ${QUEUE} LIMIT 1) AS head
     WHERE webhook_enabled AND webhook_url IS NOT NULL AND ${IS_DUE} ORDER BY app.id`,
  );
  return rows;
}

/**
 * Takes due rows for as long as the lease lasts, by moving their next attempt behind its end. No lock is held while a
 * relying party thinks, and what a crashed dispatcher had taken falls due by itself.
 */
export async function claimDue(pool: Pool, app: string, limit: number, leaseSeconds: number): Promise<ClaimedEntry[]> {
  const { rows } = await pool.query<ClaimedEntry>(
    `WITH head AS MATERIALIZED (
       SELECT id FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND ${WAITING} ORDER BY ${QUEUE} LIMIT $2
     ), mine AS (
       SELECT id FROM webhook_outbox_entries
       WHERE id = ANY(ARRAY(SELECT id FROM head)) AND ${WAITING} AND ${IS_DUE}
         AND EXISTS (SELECT FROM oauth_applications WHERE id = $1 AND webhook_enabled)
       FOR UPDATE SKIP LOCKED
     )
     UPDATE webhook_outbox_entries AS entry
     SET next_retry_at = now() + make_interval(secs => $3), updated_at = now()
     FROM mine WHERE entry.id = mine.id
     RETURNING entry.id::text, idempotency_key, payload::text AS body, attempts, signing_kid, entry.updated_at::text AS claimed_at`,
    [app, limit, leaseSeconds],
  );
  return rows;
}

/** Keys that may sign for a relying party right now: its active one first, then those still in grace. */
export async function findSigningKeys(pool: Pool, app: string): Promise<SigningKey[]> {
  const { rows } = await pool.query<{ kid: string; private_jwk: JsonWebKey }>(
    `SELECT kid, private_jwk FROM webhook_signing_keys JOIN sandbox_vault.private_keys USING (kid)
     WHERE oauth_application_id = $1 AND state IN ('active', 'grace') ORDER BY state = 'active' DESC, id DESC`,
    [app],
  );
  return rows.map((row) => ({ kid: row.kid, privateJwk: row.private_jwk }));
}

/** Writes what became of an attempt, unless somebody changed the row after it was claimed. @returns whether it was written */
export async function writeOutcome(
  pool: Pool,
  entry: ClaimedEntry,
  attempt: Attempt,
  verdict: Verdict,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE webhook_outbox_entries
     SET attempts = attempts + 1, last_status = $3, last_error = $4, updated_at = clock_timestamp(),
       delivered_at = CASE WHEN $5 = 'delivered' THEN clock_timestamp() END,
       dlq_at = CASE WHEN $5 = 'dead' THEN clock_timestamp() END,
       next_retry_at = CASE WHEN $5 = 'later' THEN clock_timestamp() + make_interval(secs => $6) END
     WHERE id = $1 AND updated_at = $2::timestamp AND ${WAITING}`,
    [
      entry.id,
      entry.claimed_at,
      attempt.status,
      attempt.error,
      verdict.fate,
      verdict.fate === "later" ? verdict.afterSeconds : null,
    ],
  );
  return rowCount === 1;
}
