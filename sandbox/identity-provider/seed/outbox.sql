-- Adds rows to the outbox in one statement.
-- $1 first row number · $2 dead · $3 pending · $4 delivered rows · $5 anchor · $6 people
-- $7 relying parties, in the order of the bounds · $8 $9 $10 their upper bounds among dead, pending and delivered rows
-- $11 failures per relying party
WITH parties AS (
  SELECT * FROM jsonb_to_recordset($7::jsonb) AS party (
    position integer, id bigint, enabled boolean, from_hours double precision, to_hours double precision,
    died_alone boolean, failure_bounds double precision[], active_kid text, previous_kid text)
), failures AS (
  SELECT * FROM jsonb_to_recordset($11::jsonb) AS failure (
    party integer, position integer, status integer, least_attempts integer, most_attempts integer, error text)
), counted AS (
  SELECT 'dead' AS kind, $1::bigint + i AS n, (i + 0.5) / $2::bigint AS place FROM generate_series(0, $2::bigint - 1) AS i
  UNION ALL
  SELECT 'pending', $1::bigint + $2::bigint + i, (i + 0.5) / $3::bigint FROM generate_series(0, $3::bigint - 1) AS i
  UNION ALL
  SELECT 'delivered', $1::bigint + $2::bigint + $3::bigint + i, (i + 0.5) / $4::bigint
  FROM generate_series(0, $4::bigint - 1) AS i
), placed AS (
  SELECT kind, n,
    width_bucket(place::double precision, CASE kind
      WHEN 'dead' THEN $8::double precision[]
      WHEN 'pending' THEN $9::double precision[]
      ELSE $10::double precision[] END) AS party,
    1 + floor(power(sandbox_vault.chance(n, 1), 1.2) * $6::bigint)::bigint AS user_id,
    (ARRAY['user.updated','identity.linked','session.revoked','user.created','consent.withdrawn','user.deleted','webhook_key.rotated'])[
      1 + width_bucket(sandbox_vault.chance(n, 2), ARRAY[0.42, 0.58, 0.72, 0.84, 0.92, 0.97])] AS event_type,
    md5('outbox entry ' || n)::uuid::text AS key,
    md5('request ' || n) AS request,
    sandbox_vault.chance(n, 4) AS age,
    sandbox_vault.chance(n, 5) AS luck,
    sandbox_vault.chance(n, 6) AS answer_seconds
  FROM counted
), decided AS (
  SELECT placed.*, party.id AS app_id, party.enabled, party.active_kid, party.previous_kid,
    party.from_hours, party.to_hours, party.died_alone, failure.status, failure.error,
    CASE kind
      WHEN 'dead' THEN failure.least_attempts + floor(luck * (failure.most_attempts - failure.least_attempts + 1))::integer
      WHEN 'pending' THEN CASE WHEN party.enabled THEN 1 + floor(luck * 5)::integer ELSE 0 END
      ELSE CASE WHEN luck < 0.95 THEN 1 ELSE 2 + floor((luck - 0.95) * 60)::integer END
    END AS attempts
  FROM placed
  JOIN parties party ON party.position = placed.party
  LEFT JOIN failures failure ON kind = 'dead' AND failure.party = placed.party
    AND failure.position = width_bucket(sandbox_vault.chance(n, 3), party.failure_bounds)
), timed AS MATERIALIZED (
  -- Backoff doubles from 15 seconds; each attempt takes up to three.
  SELECT decided.*, ended,
    ended - (15 * (power(2, greatest(attempts, 1) - 1) - 1) + attempts * (0.05 + 2.9 * answer_seconds)) * interval '1 second' AS enqueued
  FROM decided
  CROSS JOIN LATERAL (SELECT 0.05 + 719 * power(age, 1.4)) AS old (hours)
  CROSS JOIN LATERAL (SELECT $5::timestamp - interval '1 hour' * CASE
    WHEN kind = 'dead' THEN to_hours + (from_hours - to_hours) * power(age, 2.2)
    WHEN kind = 'pending' THEN age
    WHEN died_alone AND hours BETWEEN to_hours AND from_hours + 1 THEN hours + from_hours + 1
    ELSE hours END) AS at (ended)
)
INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, signing_kid,
  attempts, last_status, last_error, enqueued_at, next_retry_at, delivered_at, dlq_at, created_at, updated_at)
SELECT app_id, event_type,
  CASE WHEN event_type <> 'webhook_key.rotated' THEN 'u_' || user_id END,
  key,
  jsonb_build_object('id', key, 'type', event_type, 'occurred_at', to_char(enqueued, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data',
    CASE event_type
      WHEN 'webhook_key.rotated' THEN jsonb_build_object('kid', active_kid, 'previous_kid', previous_kid)
      WHEN 'identity.linked' THEN jsonb_build_object('source_user_id', 'u_' || user_id, 'canonical_user', person.profile,
        'matched_on', jsonb_build_array('email', 'phone'))
      WHEN 'session.revoked' THEN jsonb_build_object('user', person.card,
        'session', jsonb_build_object('id', 'sess_' || substr(request, 1, 24), 'ip', '203.0.113.' || (1 + floor(luck * 250))::int,
          'user_agent', 'Mozilla/5.0 (Linux; Android 16; SM-S938N) AppleWebKit/537.36 Chrome/142.0 Mobile', 'reason', 'signed_out_everywhere'))
      WHEN 'consent.withdrawn' THEN jsonb_build_object('user', person.card || jsonb_build_object('name', person.profile -> 'name'),
        'scopes', jsonb_build_array('profile', 'email', 'phone'), 'channel', 'self_service')
      WHEN 'user.deleted' THEN jsonb_build_object('user', person.card, 'reason', 'account_closed')
      WHEN 'user.updated' THEN jsonb_build_object('user', person.profile, 'changed', jsonb_build_array(sandbox_vault.choose(ARRAY['email','phone','name','address'], n, 7)))
      ELSE jsonb_build_object('user', person.profile) END),
  CASE WHEN error LIKE '%{kid}%' OR sandbox_vault.chance(n, 8) < 0.15 THEN active_kid END,
  attempts,
  CASE WHEN kind = 'dead' THEN status WHEN kind = 'delivered' THEN 200 WHEN enabled THEN 503 END,
  CASE WHEN kind = 'dead' THEN
         replace(replace(replace(replace(replace(error, '{request}', substr(request, 1, 16)), '{uuid}', md5(request)::uuid::text),
           '{key}', key), '{kid}', active_kid), '{number}', (2 + floor(luck * 900))::text)
       WHEN kind = 'pending' AND enabled THEN '503 Service Unavailable: deploying, come back later (' || substr(request, 1, 8) || ')' END,
  enqueued,
  CASE WHEN kind = 'pending' AND enabled THEN $5::timestamp + interval '2 hours' + luck * interval '22 hours' END,
  CASE WHEN kind = 'delivered' THEN ended END,
  CASE WHEN kind = 'dead' THEN ended END,
  enqueued, ended
FROM timed
JOIN sandbox_vault.people person USING (user_id)
ORDER BY enqueued, n;
