-- The two indexes that the console recommends to the identity provider's owner.
CREATE INDEX IF NOT EXISTS index_webhook_outbox_entries_dead_by_app
  ON webhook_outbox_entries (oauth_application_id, dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;
CREATE INDEX IF NOT EXISTS index_webhook_outbox_entries_dead
  ON webhook_outbox_entries (dlq_at DESC, id DESC)
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL;
