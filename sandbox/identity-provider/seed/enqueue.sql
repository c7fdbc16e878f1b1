-- Adds fresh events for one relying party and returns their idempotency keys.
-- $1 first row number · $2 rows · $3 application · $4 people · $5 due in seconds · $6 dead already?
INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status,
  last_error, enqueued_at, next_retry_at, dlq_at, created_at, updated_at)
SELECT $3::bigint, 'user.updated', 'u_' || user_id, key,
  jsonb_build_object('id', key, 'type', 'user.updated', 'occurred_at', to_char(enqueued, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'data', jsonb_build_object('user', person.profile, 'changed', jsonb_build_array('phone'))),
  CASE WHEN $6 THEN 8 ELSE 0 END,
  CASE WHEN $6 THEN 503 END,
  CASE WHEN $6 THEN '503 Service Unavailable: no healthy upstream, node ' || substr(key, 1, 8) END,
  enqueued,
  CASE WHEN NOT $6 AND $5::integer > 0 THEN now() + make_interval(secs => $5) END,
  died, enqueued, coalesce(died, enqueued)
FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS n
CROSS JOIN LATERAL (SELECT
  md5('outbox entry ' || n)::uuid::text AS key,
  1 + floor(sandbox_vault.chance(n, 1) * $4::bigint)::bigint AS user_id,
  CASE WHEN $6 THEN now() - sandbox_vault.chance(n, 2) * interval '4 minutes' END::timestamp AS died) AS drawn
CROSS JOIN LATERAL (SELECT coalesce(died - interval '32 minutes', now())::timestamp AS enqueued) AS at
JOIN sandbox_vault.people person USING (user_id)
ORDER BY enqueued, n
RETURNING idempotency_key;
