-- $1 anchor. Every merge has its link; most relying parties have been told, some not yet.
WITH merged AS (
  INSERT INTO identity_links (source_user_id, canonical_user_id, state, created_at, updated_at)
  SELECT id, canonical_user_id,
    CASE WHEN sandbox_vault.chance(id, 301) < 0.9 THEN 'confirmed' ELSE 'pending' END, linked, linked
  FROM users
  CROSS JOIN LATERAL (SELECT $1::timestamp - sandbox_vault.chance(id, 302) * interval '30 days') AS at (linked)
  WHERE canonical_user_id IS NOT NULL
  ORDER BY id
  RETURNING id, source_user_id, state, created_at
)
INSERT INTO identity_link_mirrors (identity_link_id, oauth_application_id, sent_at, acknowledged_at)
SELECT merged.id, app.id, merged.created_at + interval '2 seconds',
  CASE WHEN sandbox_vault.chance(source_user_id * 1000 + app.id, 303) < 0.97 THEN merged.created_at + interval '3 seconds' END
FROM merged CROSS JOIN oauth_applications app
WHERE state = 'confirmed' AND sandbox_vault.chance(source_user_id * 1000 + app.id, 304) < 0.985
ORDER BY merged.id, app.id;
