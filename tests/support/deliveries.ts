import { randomInt, randomUUID } from "node:crypto";
import type pg from "pg";
import { type Hold, hold, openPool } from "./databases";
import { world } from "./world";

/** Relying parties by how they answer today. */
export const relyingParties = {
  /** Answers 200. */
  eb: "12",
  /** Answers 500, which the dispatcher tries eight times. */
  ondaHealth: "29",
  /** Answers 422, and a delivery is dead at once. */
  daonMarket: "33",
  /** Healthy, and nobody else's test needs it. */
  podoGames: "57",
  /** Switched off. */
  gaonEnergy: "120",
} as const;

export type OutboxRow = {
  id: string;
  idempotency_key: string;
  attempts: number;
  last_status: number | null;
  last_error: string | null;
  enqueued_at: string;
  next_retry_at: string | null;
  delivered_at: string | null;
  dlq_at: string | null;
  updated_at: string;
};

type Wish = { relyingParty?: string; state?: "dead" | "pending" | "delivered" };

/** The IdP's outbox as its owner: rows of this test's own, which are gone when it is over. */
export class Outbox {
  readonly owner: pg.Pool = openPool(world().idpOwnerUrl);
  readonly #made: string[] = [];
  readonly #parties: string[] = [];

  /** A delivery that the dispatcher gave up an hour ago, unless told otherwise. */
  async row({ relyingParty = relyingParties.eb, state = "dead" }: Wish = {}): Promise<OutboxRow> {
    const key = randomUUID();
    const payload = {
      id: key,
      type: "user.updated",
      data: { user: { id: "u_7", email: "secret.person@mail.example" } },
    };
    const { rows } = await this.owner.query<{ id: string }>(
      `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status, last_error,
         enqueued_at, next_retry_at, delivered_at, dlq_at, created_at, updated_at)
       SELECT $1, 'user.updated', 'u_7', $2, $3, 8, 503, '503 Service Unavailable: no healthy upstream', at - interval '32 minutes',
         CASE WHEN $4 = 'pending' THEN at + interval '1 day' END, CASE WHEN $4 = 'delivered' THEN at END, CASE WHEN $4 = 'dead' THEN at END,
         at - interval '32 minutes', at
       FROM (SELECT clock_timestamp()::timestamp - interval '1 hour' AS at) AS one RETURNING id::text`,
      [relyingParty, key, JSON.stringify(payload), state],
    );
    const id = rows[0]?.id ?? "";
    this.#made.push(id);
    return this.read(id);
  }

  async read(id: string): Promise<OutboxRow> {
    const { rows } = await this.owner.query<OutboxRow>(
      `SELECT id::text, idempotency_key, attempts, last_status, last_error, enqueued_at, next_retry_at, delivered_at, dlq_at, updated_at
         FROM webhook_outbox_entries WHERE id = $1`,
      [id],
    );
    if (!rows[0]) throw new Error(`there is no delivery ${id}`);
    return rows[0];
  }

  /** Changes a row as the IdP itself would. @param assignments of an UPDATE */
  async change(id: string, assignments: string): Promise<void> {
    await this.owner.query(`UPDATE webhook_outbox_entries SET ${assignments} WHERE id = $1`, [id]);
  }

  /** The smallest change that there is: one microsecond. */
  touch(id: string): Promise<void> {
    return this.change(id, "updated_at = updated_at + interval '1 microsecond'");
  }

  async remove(id: string): Promise<void> {
    await this.owner.query("DELETE FROM webhook_outbox_entries WHERE id = $1", [id]);
  }

  async switched(relyingParty: string, enabled: boolean): Promise<void> {
    await this.owner.query("UPDATE oauth_applications SET webhook_enabled = $2 WHERE id = $1", [relyingParty, enabled]);
  }

  /** A relying party of this test's own, switched off, with one delivery that waits. */
  async switchedOffParty(): Promise<string> {
    const { rows } = await this.owner.query<{ id: string }>(
      `INSERT INTO oauth_applications (id, name, uid, webhook_url, webhook_enabled, created_at, updated_at)
       VALUES ($1, $2, $2, NULL, false, clock_timestamp(), clock_timestamp()) RETURNING id::text`,
      [randomInt(1_000_000, 2 ** 47), `Off ${randomUUID()}`],
    );
    const id = rows[0]?.id ?? "";
    this.#parties.push(id);
    await this.row({ relyingParty: id, state: "pending" });
    return id;
  }

  /** The smallest change that there is of a relying party. */
  async touchParty(id: string): Promise<void> {
    await this.owner.query(
      "UPDATE oauth_applications SET updated_at = updated_at + interval '1 microsecond' WHERE id = $1",
      [id],
    );
  }

  /** From now on every row that the console updates is counted. */
  async watchUpdates(): Promise<void> {
    await this.owner.query(`
      DROP SCHEMA IF EXISTS watching CASCADE;
      CREATE SCHEMA watching;
      CREATE TABLE watching.updates (id bigint NOT NULL);
      CREATE FUNCTION watching.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO watching.updates VALUES (NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER watching AFTER UPDATE ON webhook_outbox_entries FOR EACH ROW
        WHEN (session_user = 'sallyport_operate') EXECUTE FUNCTION watching.note()`);
  }

  async updatesOf(id: string): Promise<number> {
    const { rowCount } = await this.owner.query("SELECT 1 FROM watching.updates WHERE id = $1", [id]);
    return rowCount ?? 0;
  }

  /** Keeps everybody from changing the row until told to let go. */
  async hold(id: string): Promise<Hold> {
    return hold(this.owner, "SELECT 1 FROM webhook_outbox_entries WHERE id = $1 FOR UPDATE", [id]);
  }

  /** With their keys, and whatever was sent to them meanwhile. */
  async #removeParties(): Promise<void> {
    const theirs = "WHERE oauth_application_id = ANY($1)";
    await this.owner.query(
      `DELETE FROM sandbox_vault.private_keys WHERE kid IN (SELECT kid FROM webhook_signing_keys ${theirs})`,
      [this.#parties],
    );
    for (const table of ["webhook_signing_keys", "jwks_fetches", "identity_link_mirrors", "webhook_outbox_entries"])
      await this.owner.query(`DELETE FROM ${table} ${theirs}`, [this.#parties]);
    await this.owner.query("DELETE FROM oauth_applications WHERE id = ANY($1)", [this.#parties]);
  }

  async close(): Promise<void> {
    await this.owner.query("DELETE FROM webhook_outbox_entries WHERE id = ANY($1)", [this.#made]);
    await this.#removeParties();
    await this.owner.query("DROP SCHEMA IF EXISTS watching CASCADE");
    await this.owner.end();
  }
}
