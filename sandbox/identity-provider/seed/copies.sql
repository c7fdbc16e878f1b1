-- Adds rows like those of a pattern, each with a key, ids and times of its own.
-- $1 first row number · $2 dead · $3 delivered rows · $4 $5 first and last id of the pattern
WITH chosen AS (
  (SELECT * FROM webhook_outbox_entries WHERE id BETWEEN $4 AND $5 AND dlq_at IS NOT NULL AND delivered_at IS NULL
    ORDER BY sandbox_vault.chance(id + $1, 9) LIMIT $2)
  UNION ALL
  (SELECT * FROM webhook_outbox_entries WHERE id BETWEEN $4 AND $5 AND delivered_at IS NOT NULL
    ORDER BY sandbox_vault.chance(id + $1, 9) LIMIT $3)
), numbered AS (
  SELECT *, $1::bigint - 1 + row_number() OVER (ORDER BY enqueued_at, id) AS n FROM chosen
), drawn AS (
  SELECT *, md5('outbox entry ' || n)::uuid::text AS key, sandbox_vault.chance(n, 4) * interval '5 minutes' AS earlier FROM numbered
)
INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, signing_kid,
  attempts, last_status, last_error, enqueued_at, next_retry_at, delivered_at, dlq_at, created_at, updated_at)
SELECT oauth_application_id, event_type, subject, key, jsonb_set(payload, '{id}', to_jsonb(key)), signing_kid, attempts, last_status,
  CASE WHEN strpos(last_error, idempotency_key) > 0 THEN replace(last_error, idempotency_key, key)
       ELSE regexp_replace(last_error, '[0-9a-f]{8}', substr(md5('request ' || n), 1, 8)) END,
  enqueued_at - earlier, next_retry_at, delivered_at - earlier, dlq_at - earlier, created_at - earlier, updated_at - earlier
FROM drawn
ORDER BY n;
