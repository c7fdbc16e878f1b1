-- The console's two roles. Roles belong to the whole server, so another sandbox may be making them right now.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['sallyport_read', 'sallyport_operate'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', role_name, 'sandbox-only');
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO sallyport_read, sallyport_operate', current_database());
END
$$;

GRANT USAGE ON SCHEMA public TO sallyport_read, sallyport_operate;

GRANT SELECT ON oauth_applications, users, identity_links, identity_link_mirrors, webhook_signing_keys, signing_keys,
  webhook_outbox_entries, jwks_fetches TO sallyport_read, sallyport_operate;

GRANT UPDATE (dlq_at, next_retry_at, attempts, last_error, last_status, enqueued_at, delivered_at, updated_at)
  ON webhook_outbox_entries TO sallyport_operate;
GRANT UPDATE (webhook_enabled, updated_at) ON oauth_applications TO sallyport_operate;
