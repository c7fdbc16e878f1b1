-- $1 anchor. Relying parties that keep a cache ask again when it ends; the last three days are on file.
INSERT INTO jwks_fetches (oauth_application_id, kid_set, fetched_at, user_agent)
SELECT app.id,
  (SELECT array_agg(kid ORDER BY kid) FROM (
     SELECT kid, published_at, retired_at FROM signing_keys
     UNION ALL
     SELECT kid, published_at, coalesce(retired_at, compromised_at) FROM webhook_signing_keys) AS key
   WHERE published_at <= fetched AND (retired_at IS NULL OR retired_at > fetched)),
  fetched,
  app.name || '-webhooks/1.4 (' || app.uid || ')'
FROM oauth_applications app
CROSS JOIN LATERAL generate_series(1, least(40, 259200 / app.jwks_cache_seconds)) AS n
CROSS JOIN LATERAL (
  SELECT $1::timestamp - n * app.jwks_cache_seconds * interval '1 second'
    + sandbox_vault.chance(app.id * 1000 + n, 401) * interval '30 seconds'
) AS at (fetched)
WHERE app.jwks_cache_seconds IS NOT NULL
ORDER BY fetched;
