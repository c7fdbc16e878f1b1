-- For the owner of the identity provider's database. The console works without; with these it finds the dead at once.
-- CREATE INDEX CONCURRENTLY and VACUUM run outside a transaction: in Rails, disable_ddl_transaction!.

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead_by_app
  ON webhook_outbox_entries (oauth_application_id, dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

CREATE INDEX CONCURRENTLY index_webhook_outbox_entries_dead
  ON webhook_outbox_entries (dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;

VACUUM (ANALYZE) webhook_outbox_entries;
