import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient as ConsoleClient, type Prisma as ConsolePrisma } from "@/lib/generated/console/client";
import { PrismaClient as IdentityProviderClient } from "@/lib/generated/identity-provider/client";
import { seconds } from "./duration";
import { env } from "./env";

export type ConsoleDb = ConsoleClient;
export type ConsoleTransaction = ConsolePrisma.TransactionClient;
export type IdentityProviderDb = IdentityProviderClient;

/** A database that does not answer is given up after this. */
const connectMs = seconds(3);
/** Who waits for a connection that others use has waited for a busy console, not for a dead database. */
const queueMs = seconds(8);

/** The pool knows one limit for both; this one is for connecting alone. */
class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: connectMs });
  }
}

type Limits = { max: number; statementMs: number };

const statementNames = new Map<string, string>();

/**
 * Statements are parsed and planned once a connection: one name for one SQL text, of which this code has few. It needs server
 * connections of its own; a transaction pooler in between would forget the names.
 */
function statementName({ sql }: { sql: string }): string {
  const known = statementNames.get(sql);
  if (known) return known;
  const name = `sallyport_${createHash("sha256").update(sql).digest("base64url").slice(0, 22)}`;
  statementNames.set(sql, name);
  return name;
}

/** How every pool of this process behaves. @param name what PostgreSQL shows of it, after `sallyport-` */
export function poolOptions(connectionString: string, name: string, { max, statementMs }: Limits): pg.PoolConfig {
  return {
    connectionString,
    application_name: `sallyport-${name}`,
    max,
    Client: Connection,
    connectionTimeoutMillis: queueMs,
    idleTimeoutMillis: seconds(30),
    options: `-c TimeZone=UTC -c statement_timeout=${statementMs} -c lock_timeout=1000 -c idle_in_transaction_session_timeout=10000`, // guard: statement-timeout
  };
}

const adapter = (...pool: Parameters<typeof poolOptions>): PrismaPg =>
  new PrismaPg(poolOptions(...pool), { statementNameGenerator: statementName });

type Databases = { console?: ConsoleDb; browse?: IdentityProviderDb; operate?: IdentityProviderDb };
const held = globalThis as typeof globalThis & { sallyportDatabases?: Databases };
held.sallyportDatabases ??= {};
const databases = held.sallyportDatabases;

/** Our own database: people, requests, evidence, the record. */
export function consoleDb(): ConsoleDb {
  databases.console ??= new ConsoleClient({
    adapter: adapter(env().DATABASE_URL, "console", { max: 12, statementMs: seconds(5) }),
  });
  return databases.console;
}

/** The IdP's database with the read role, 3 s a statement. */
export function identityProviderRead(): IdentityProviderDb {
  databases.browse ??= new IdentityProviderClient({
    adapter: adapter(env().IDP_DATABASE_READ_URL ?? env().IDP_DATABASE_URL, "browse", {
      max: 8,
      statementMs: seconds(3),
    }),
  });
  return databases.browse;
}

/** The IdP's database with the role that may update a delivery's state, 10 s a statement. Only operations hold it. */
export function identityProviderOperate(): IdentityProviderDb {
  databases.operate ??= new IdentityProviderClient({
    adapter: adapter(env().IDP_DATABASE_URL, "operate", { max: 4, statementMs: seconds(10) }),
  });
  return databases.operate;
}

/** Ends every pool of this process; the next use opens a new one. */
export async function closeDatabases(): Promise<void> {
  const open = Object.values(databases);
  databases.console = undefined;
  databases.browse = undefined;
  databases.operate = undefined;
  await Promise.all(open.map((client) => client?.$disconnect()));
}
