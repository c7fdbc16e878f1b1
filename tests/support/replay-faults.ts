import type pg from "pg";

/**
 * Beside the IdP's outbox: every update by the console is counted, and fails with a SQLSTATE where a test says so. Both are of this
 * test's relying parties alone.
 */
export class ReplayFaults {
  readonly #idp: pg.Pool;

  constructor(idp: pg.Pool) {
    this.#idp = idp;
  }

  async open(): Promise<void> {
    await this.close();
    await this.#idp.query(`
      CREATE SCHEMA replaying;
      CREATE TABLE replaying.updates (party bigint NOT NULL, id bigint NOT NULL, dead boolean NOT NULL);
      CREATE TABLE replaying.faults (party bigint NOT NULL, id bigint, code text NOT NULL);
      CREATE FUNCTION replaying.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE fault text := (SELECT code FROM replaying.faults f WHERE f.party = NEW.oauth_application_id AND coalesce(f.id, NEW.id) = NEW.id LIMIT 1);
        BEGIN
          IF fault IS NOT NULL THEN RAISE EXCEPTION 'made to fail' USING ERRCODE = fault; END IF;
          INSERT INTO replaying.updates VALUES (NEW.oauth_application_id, NEW.id, NEW.dlq_at IS NOT NULL);
          RETURN NEW;
        END $$;
      CREATE TRIGGER replaying BEFORE UPDATE ON webhook_outbox_entries FOR EACH ROW
        WHEN (session_user = 'sallyport_operate') EXECUTE FUNCTION replaying.note()`);
  }

  async fail(party: string, code: string, id: string | null = null): Promise<void> {
    await this.#idp.query("INSERT INTO replaying.faults VALUES ($1, $2, $3)", [party, id, code]);
  }

  async heal(party: string): Promise<void> {
    await this.#idp.query("DELETE FROM replaying.faults WHERE party = $1", [party]);
  }

  /** How often the console put which delivery of a relying party back, or, `dead`, took it back again. */
  async updates(party: string, dead = false): Promise<Map<string, number>> {
    const { rows } = await this.#idp.query<{ id: string; times: number }>(
      "SELECT id::text, count(*)::int AS times FROM replaying.updates WHERE party = $1 AND dead = $2 GROUP BY id",
      [party, dead],
    );
    return new Map(rows.map(({ id, times }) => [id, times]));
  }

  /** Ends the sessions by which the console updates this database, as a crash of it would. */
  async cutSessions(): Promise<void> {
    await this.#idp.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'sallyport_%'
          AND application_name IN ('sallyport-operate', 'sallyport-browse')`,
    );
  }

  async close(): Promise<void> {
    await this.#idp.query("DROP SCHEMA IF EXISTS replaying CASCADE");
  }
}
