-- For the owner of the identity provider's database. The console works without; with these it finds the dead at once.
-- CREATE INDEX CONCURRENTLY and VACUUM run outside a transaction: in Rails, disable_ddl_transaction!.

-- 1. To count and list the dead: everybody needs these two.

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_by_app
  ON webhook_outbox_entries (oauth_application_id, dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead
  ON webhook_outbox_entries (dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

-- 2. To count all of them and to search, from about a hundred thousand dead on. The first is a few megabytes and reads in the order of
--    the table. The second holds what died alike together: what is varying in an error is a #. Its expressions must stay as they are, or
--    the console does not find it. The third needs the extension.

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_count
  ON webhook_outbox_entries (oauth_application_id)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_alike
  ON webhook_outbox_entries (oauth_application_id, event_type, coalesce(last_status, 0),
    (md5(regexp_replace(left(coalesce(last_error, ''), 1000), '(?<![A-Za-z0-9_-])(?:(?=[A-Za-z0-9_-]{6})(?:[A-Za-z_-]*[0-9]){2}[A-Za-z0-9_-]*|[0-9]+(?:[.][0-9]+)?(?=(?:ms|s|min|h|kb|mb)?(?![A-Za-z0-9_-])))', '#', 'g'))::uuid),
    dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_error
  ON webhook_outbox_entries USING gin (last_error gin_trgm_ops)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_subject
  ON webhook_outbox_entries (subject) WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_key
  ON webhook_outbox_entries (idempotency_key) WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

-- 3. Without this the counts read the table beside the index. Repeat it after many rows changed at once.

VACUUM (ANALYZE) webhook_outbox_entries;
