import pg from "pg";
import { inDatabase } from "./databases";
import { type OwnConsole, stopProduct } from "./own-console";
import { world } from "./world";

const nameIn = (url: string): string => new URL(url).pathname.slice(1);

/** A backup of a test's own console, kept beside it on the same server. */
export class Backup {
  readonly #of: string;
  readonly #name: string;
  readonly #appRole: string;

  private constructor(url: string) {
    this.#of = nameIn(url);
    this.#name = `${this.#of}_backup`;
    this.#appRole = decodeURIComponent(new URL(url).username);
  }

  static async take(own: OwnConsole): Promise<Backup> {
    const backup = new Backup(own.env.DATABASE_URL ?? "");
    await stopProduct();
    await backup.#copy(backup.#of, backup.#name);
    return backup;
  }

  /** The console's database is lost, and comes back as it was, without what its roles may do. */
  async restore(): Promise<void> {
    await stopProduct();
    await this.#administer(`DROP DATABASE ${this.#of} WITH (FORCE)`);
    await this.#copy(this.#name, this.#of);
    await this.#administer(`REVOKE ALL ON ALL TABLES IN SCHEMA public, pgboss FROM ${this.#appRole}`, this.#of);
  }

  discard(): Promise<void> {
    return this.#administer(`DROP DATABASE ${this.#name} WITH (FORCE)`);
  }

  /** PostgreSQL copies no database that somebody is connected to. */
  async #copy(from: string, to: string): Promise<void> {
    await this.#administer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}' AND usename = current_user`,
    );
    await this.#administer(`CREATE DATABASE ${to} TEMPLATE ${from}`);
  }

  async #administer(statement: string, database?: string): Promise<void> {
    const { consoleOwnerUrl } = world();
    const client = new pg.Client({
      connectionString: inDatabase(consoleOwnerUrl, database ?? nameIn(consoleOwnerUrl)),
    });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
