-- What only the sandbox itself may read: private keys, the seed's marker, and the people behind the payloads.

CREATE SCHEMA IF NOT EXISTS sandbox_vault;
REVOKE ALL ON SCHEMA sandbox_vault FROM PUBLIC;

CREATE TABLE IF NOT EXISTS sandbox_vault.private_keys (
  kid         text PRIMARY KEY,
  private_jwk jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS sandbox_vault.seed_marker (
  version     integer NOT NULL,
  anchored_at timestamp(6) NOT NULL,
  rows_made   bigint NOT NULL
);

-- `card` and `profile` are how a payload tells who somebody is, shortly and in full.
CREATE TABLE IF NOT EXISTS sandbox_vault.people (
  user_id  bigint PRIMARY KEY,
  clerk_id text,
  email    text NOT NULL,
  card     jsonb NOT NULL,
  profile  jsonb NOT NULL
);

-- What the app keeps of who is whom: one entry per person and use. No task but its own ever looks here.
CREATE TABLE IF NOT EXISTS sandbox_vault.canonical_cache (
  key               text PRIMARY KEY,
  user_id           bigint NOT NULL,
  canonical_user_id bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS index_canonical_cache_on_user_id ON sandbox_vault.canonical_cache (user_id);

-- Chance without state: the same row number and salt always give the same number from 0 to below 1.
CREATE OR REPLACE FUNCTION sandbox_vault.chance(row_number bigint, salt integer) RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (hashint8extended(row_number, salt::bigint * 7919 + 104729) & 4503599627370495)::double precision / 4503599627370496;

CREATE OR REPLACE FUNCTION sandbox_vault.choose(choices text[], row_number bigint, salt integer) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN choices[1 + floor(sandbox_vault.chance(row_number, salt) * cardinality(choices))::integer];
