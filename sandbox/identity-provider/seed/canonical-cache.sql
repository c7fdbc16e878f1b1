-- Everybody who was merged is cached for both uses, others here and there; a few entries are older than the merge that they miss.
INSERT INTO sandbox_vault.canonical_cache (key, user_id, canonical_user_id)
SELECT 'user:canonical:' || use || ':' || id, id,
  CASE WHEN canonical_user_id IS NULL OR sandbox_vault.chance(id, 401) < 0.05 THEN id ELSE canonical_user_id END
FROM users CROSS JOIN unnest(ARRAY['token', 'userinfo']) AS use
WHERE canonical_user_id IS NOT NULL OR id IN (12, 120, 1200) OR sandbox_vault.chance(id, 402) < 0.1;
