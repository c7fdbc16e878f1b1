-- $1 anchor. Every 133rd person is a duplicate that was merged into the one before.
INSERT INTO users (id, clerk_id, email, canonical_user_id, created_at, updated_at)
SELECT user_id, clerk_id, email,
  CASE WHEN user_id % 133 = 0 THEN user_id - 1 END,
  joined, joined + sandbox_vault.chance(user_id, 203) * interval '20 days'
FROM sandbox_vault.people
CROSS JOIN LATERAL (SELECT $1::timestamp - interval '30 days' - sandbox_vault.chance(user_id, 202) * interval '900 days') AS at (joined);
