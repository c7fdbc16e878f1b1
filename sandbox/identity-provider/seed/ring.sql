-- $1 anchor · $2 people. Each was merged into the next and the last into the first, so long ago that no probe looks there any more.
WITH step AS (
  SELECT id, ($2::bigint[])[1 + place % cardinality($2::bigint[])] AS next
  FROM unnest($2::bigint[]) WITH ORDINALITY AS member (id, place)
), merged AS (
  UPDATE users SET canonical_user_id = step.next FROM step WHERE users.id = step.id
)
INSERT INTO identity_links (source_user_id, canonical_user_id, state, created_at, updated_at)
SELECT id, next, 'confirmed', $1::timestamp - interval '40 days', $1::timestamp - interval '40 days' FROM step ORDER BY id;
