-- The record may only grow. The app's role has INSERT and SELECT; this trigger is the second lock, for everybody else.
CREATE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record FOR EACH ROW EXECUTE FUNCTION record_is_append_only();
CREATE TRIGGER record_no_truncate BEFORE TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_append_only();

-- Takes the chain's lock until commit, then reads the head. Two statements inside one function: the second sees what the lock waited for.
CREATE FUNCTION record_head() RETURNS TABLE (seq bigint, mac bytea, at text) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7255461);
  RETURN QUERY
    SELECT coalesce(last.seq, 0), last.mac, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT r.seq, r.mac FROM record r ORDER BY r.seq DESC LIMIT 1) AS last ON true;
END
$$;

-- A retry's stamp: now, made unique to the microsecond, so that a row which carries it is known to be ours.
CREATE SEQUENCE delivery_stamp_microseconds;
CREATE FUNCTION next_delivery_stamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp()) + (nextval('delivery_stamp_microseconds') % 1000) * interval '1 microsecond'
$$;

ALTER TABLE action_requests ADD CONSTRAINT action_requests_state CHECK (state IN
  ('draft', 'proved', 'awaiting_approval', 'ready', 'running', 'succeeded', 'failed', 'unknown', 'denied', 'withdrawn', 'expired', 'superseded'));
