-- The identity provider's tables, as its Rails app would have made them. Timestamps are UTC without zone.

CREATE TABLE IF NOT EXISTS oauth_applications (
  id                 bigserial PRIMARY KEY,
  name               text NOT NULL,
  uid                text NOT NULL UNIQUE,
  webhook_url        text,
  webhook_enabled    boolean NOT NULL DEFAULT true,
  jwks_cache_seconds integer,
  oncall_contact     text,
  created_at         timestamp(6) NOT NULL,
  updated_at         timestamp(6) NOT NULL
);

CREATE TABLE IF NOT EXISTS users (
  id                bigserial PRIMARY KEY,
  clerk_id          text UNIQUE,
  email             text NOT NULL,
  canonical_user_id bigint,
  created_at        timestamp(6) NOT NULL,
  updated_at        timestamp(6) NOT NULL
);

CREATE TABLE IF NOT EXISTS identity_links (
  id                bigserial PRIMARY KEY,
  source_user_id    bigint NOT NULL,
  canonical_user_id bigint NOT NULL,
  state             text NOT NULL,
  created_at        timestamp(6) NOT NULL,
  updated_at        timestamp(6) NOT NULL
);
CREATE INDEX IF NOT EXISTS index_identity_links_on_source_user_id ON identity_links (source_user_id);

CREATE TABLE IF NOT EXISTS identity_link_mirrors (
  id                   bigserial PRIMARY KEY,
  identity_link_id     bigint NOT NULL REFERENCES identity_links (id),
  oauth_application_id bigint NOT NULL REFERENCES oauth_applications (id),
  sent_at              timestamp(6),
  acknowledged_at      timestamp(6),
  UNIQUE (oauth_application_id, identity_link_id)
);

CREATE TABLE IF NOT EXISTS webhook_signing_keys (
  id                   bigserial PRIMARY KEY,
  oauth_application_id bigint NOT NULL REFERENCES oauth_applications (id),
  kid                  text NOT NULL UNIQUE,
  algorithm            text NOT NULL,
  public_jwk           jsonb NOT NULL,
  state                text NOT NULL,
  published_at         timestamp(6),
  activated_at         timestamp(6),
  grace_until          timestamp(6),
  retired_at           timestamp(6),
  compromised_at       timestamp(6),
  created_at           timestamp(6) NOT NULL,
  updated_at           timestamp(6) NOT NULL
);
-- Two signing keys at once would be a security incident of its own, so the table forbids it.
CREATE UNIQUE INDEX IF NOT EXISTS index_webhook_signing_keys_one_active
  ON webhook_signing_keys (oauth_application_id) WHERE state = 'active';

CREATE TABLE IF NOT EXISTS signing_keys (
  id           bigserial PRIMARY KEY,
  kid          text NOT NULL UNIQUE,
  algorithm    text NOT NULL,
  public_jwk   jsonb NOT NULL,
  state        text NOT NULL,
  published_at timestamp(6),
  activated_at timestamp(6),
  retired_at   timestamp(6)
);

CREATE TABLE IF NOT EXISTS webhook_outbox_entries (
  id                   bigserial PRIMARY KEY,
  oauth_application_id bigint NOT NULL,
  event_type           text NOT NULL,
  subject              text,
  idempotency_key      text NOT NULL,
  payload              jsonb NOT NULL,
  signing_kid          text,
  attempts             integer NOT NULL DEFAULT 0,
  last_status          integer,
  last_error           text,
  enqueued_at          timestamp(6) NOT NULL,
  next_retry_at        timestamp(6),
  delivered_at         timestamp(6),
  dlq_at               timestamp(6),
  created_at           timestamp(6) NOT NULL,
  updated_at           timestamp(6) NOT NULL
);
CREATE INDEX IF NOT EXISTS index_webhook_outbox_entries_on_oauth_application_id
  ON webhook_outbox_entries (oauth_application_id);
CREATE UNIQUE INDEX IF NOT EXISTS index_webhook_outbox_entries_on_app_and_idempotency_key
  ON webhook_outbox_entries (oauth_application_id, idempotency_key);
CREATE INDEX IF NOT EXISTS index_webhook_outbox_entries_pending
  ON webhook_outbox_entries (oauth_application_id, next_retry_at NULLS FIRST, id)
  WHERE delivered_at IS NULL AND dlq_at IS NULL;

CREATE TABLE IF NOT EXISTS jwks_fetches (
  id                   bigserial PRIMARY KEY,
  oauth_application_id bigint,
  kid_set              text[] NOT NULL,
  fetched_at           timestamp(6) NOT NULL,
  user_agent           text
);
CREATE INDEX IF NOT EXISTS index_jwks_fetches_on_app_and_fetched_at
  ON jwks_fetches (oauth_application_id, fetched_at DESC);
