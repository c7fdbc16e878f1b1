import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { Client, Pool } from "pg";
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from "../../sandbox/identity-provider/start";
import type { JournalEntry } from "../../sandbox/kernel/journal";
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import { relyingParty } from "../../sandbox/relying-parties/roster";
import { type RelyingParties, startRelyingParties } from "../../sandbox/relying-parties/start";
import { world } from "../support/world";

export type TestDatabase = {
  /** The owner's URL. */
  url: string;
  owner: Pool;
  /** A pool of one of the console's two roles. */
  as(role: "sallyport_read" | "sallyport_operate"): Pool;
  drop(): Promise<void>;
};

/** An empty database of its own beside the running world's, whose dispatcher is never disturbed. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = process.env.SANDBOX_IDP_DATABASE_URL ?? world().idpOwnerUrl;
  const name = `idp_test_${randomBytes(6).toString("hex")}`;
  await administer(given, `CREATE DATABASE ${name}`);

  const url = withPath(given, name);
  const pools: Pool[] = [];
  const open = (connectionString: string): Pool => {
    const pool = new Pool({ connectionString, max: 4, options: "-c TimeZone=UTC" });
    pool.on("error", () => undefined);
    pools.push(pool);
    return pool;
  };
  return {
    url,
    owner: open(url),
    as: (role) => open(withUser(url, role)),
    async drop() {
      await Promise.all(pools.map((pool) => pool.end()));
      await administer(given, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export type TestWorld = {
  database: TestDatabase;
  kernel: Kernel;
  identityProvider: IdentityProvider;
  relyingParties: RelyingParties;
  addresses: { identityProvider: string; relyingParties: string };
  close(): Promise<void>;
};

/** The identity provider and its relying parties, on free ports and a database of their own. */
export async function startTestWorld(options: IdentityProviderOptions = {}): Promise<TestWorld> {
  const database = await createTestDatabase();
  const kernel = createKernel();
  const ports = await freePorts(["identityProvider", "relyingParties"]);
  const config = { identityProviderDatabaseUrl: database.url, ports };
  const relyingParties = await startRelyingParties(kernel, config);
  const identityProvider = await startIdentityProvider(kernel, config, options);
  return {
    database,
    kernel,
    identityProvider,
    relyingParties,
    addresses: {
      identityProvider: `http://127.0.0.1:${ports.identityProvider}`,
      relyingParties: `http://127.0.0.1:${ports.relyingParties}`,
    },
    async close() {
      await identityProvider.close();
      await relyingParties.close();
      await database.drop();
    },
  };
}

export type Row = {
  id: string;
  idempotency_key: string;
  body: string;
  attempts: number;
  last_status: number | null;
  last_error: string | null;
  signing_kid: string | null;
  state: "dead" | "delivered" | "pending";
  seen: string;
  seconds_to_retry: number | null;
};

const ROW = `SELECT id::text, idempotency_key, payload::text AS body, attempts, last_status, last_error, signing_kid, updated_at::text AS seen,
  CASE WHEN delivered_at IS NOT NULL THEN 'delivered' WHEN dlq_at IS NOT NULL THEN 'dead' ELSE 'pending' END AS state,
  extract(epoch FROM next_retry_at - now())::float AS seconds_to_retry FROM webhook_outbox_entries`;

/** The newest dead row of a relying party that is no trap. */
export async function findDead(pool: Pool, slug: string, skip = 0): Promise<Row> {
  const { rows } = await pool.query<Row>(
    `${ROW} WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL AND delivered_at IS NULL AND payload ? 'id'
     ORDER BY dlq_at DESC, id DESC OFFSET $2 LIMIT 1`,
    [relyingParty(slug).id, skip],
  );
  return sole(rows);
}

export async function readRow(pool: Pool, id: string): Promise<Row> {
  const { rows } = await pool.query<Row>(`${ROW} WHERE id = $1`, [id]);
  return sole(rows);
}

/** The retry as a console does it, guarded by the version that it saw. @returns whether the row was moved */
export async function retry(pool: Pool, { id, seen }: Row): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE webhook_outbox_entries SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, enqueued_at = now(), updated_at = now()
     WHERE id = $1 AND dlq_at IS NOT NULL AND delivered_at IS NULL AND updated_at::text = $2`,
    [id, seen],
  );
  return rowCount === 1;
}

/** The next request to a relying party that carries this webhook id. */
export function nextArrival(kernel: Kernel, webhookId: string): Promise<JournalEntry> {
  return new Promise((resolve) => {
    const unsubscribe = kernel.journal.onEntry((entry) => {
      if (entry.headers["webhook-id"] !== webhookId) return;
      unsubscribe();
      resolve(entry);
    });
  });
}

/** Everything that relying parties received under a webhook id. */
export function arrivals(kernel: Kernel, webhookId: string): JournalEntry[] {
  return kernel.journal
    .entries({ neighbour: "relying-parties" })
    .filter((entry) => entry.headers["webhook-id"] === webhookId);
}

/** Ports that nobody has. All are held until each is known: one that is let go may be given out again at once. */
export async function freePorts<const Names extends readonly string[]>(
  names: Names,
): Promise<Record<Names[number], number>> {
  const held = names.map((name) => ({ name, server: createServer() }));
  await Promise.all(held.map(({ server }) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))));
  const ports = held.map(({ name, server }) => [name, (server.address() as AddressInfo).port]);
  await Promise.all(held.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(ports) as Record<Names[number], number>;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: withPath(url, "postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withPath(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function withUser(url: string, role: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = "sandbox-only";
  return changed.href;
}

function sole(rows: Row[]): Row {
  if (rows[0] === undefined) throw new Error("there is no such row");
  return rows[0];
}
