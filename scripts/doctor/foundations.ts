import { consoleDb, identityProviderOperate, identityProviderRead } from "@/lib/core/db";
import { queues } from "@/lib/jobs/queues";

/** Tables that the app's role can't read or add to, and those that it could rewrite though it must not. */
export async function wrongRights(): Promise<{ lacking: string[]; beyond: string[] }> {
  const tables = await consoleDb().$queryRaw<{ name: string; may: boolean; rewrites: boolean }[]>`
    SELECT c.relname AS name,
           has_table_privilege(c.oid, 'SELECT') AND (c.relname = '_prisma_migrations' OR has_table_privilege(c.oid, 'INSERT')) AS may,
           has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE') AS rewrites
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p') ORDER BY 1`;
  return {
    lacking: tables.filter(({ may }) => !may).map(({ name }) => name),
    beyond: tables.filter(({ name, rewrites }) => rewrites && onlyAddedTo.has(name)).map(({ name }) => name),
  };
}

const onlyAddedTo = new Set(["record", "approvals", "proofs", "incident_entries", "_prisma_migrations"]);

/** Queues of the worker that `npm run migrate` has not made. */
export async function missingQueues(): Promise<string[]> {
  const made = await consoleDb().$queryRaw<{ name: string }[]>`SELECT name FROM pgboss.queue`;
  const known = new Set(made.map(({ name }) => name));
  return queues.map(({ name }) => name).filter((name) => !known.has(name));
}

/** Whether it is needed at all, or only a part of the console is without it. */
const identityTables = [
  { name: "oauth_applications", needed: true },
  { name: "webhook_outbox_entries", needed: true },
  { name: "users", needed: false },
  { name: "identity_links", needed: false },
  { name: "webhook_signing_keys", needed: false },
  { name: "jwks_fetches", needed: false },
] as const;

/** Of the tables of the identity provider's that are read those that are not there, or that one of our two roles can't read. */
export async function unreadableTables(): Promise<{ needed: string[]; optional: string[] }> {
  const names = identityTables.map(({ name }) => name);
  const ask = async (db: ReturnType<typeof identityProviderRead>): Promise<Set<string>> => {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT name FROM unnest(${names}::text[]) AS name
       WHERE to_regclass(name) IS NOT NULL AND has_table_privilege(to_regclass(name), 'SELECT')`;
    return new Set(rows.map(({ name }) => name));
  };
  const [read, operate] = await Promise.all([ask(identityProviderRead()), ask(identityProviderOperate())]);
  const missing = identityTables.filter(({ name }) => !read.has(name) || !operate.has(name));
  return {
    needed: missing.filter(({ needed }) => needed).map(({ name }) => name),
    optional: missing.filter(({ needed }) => !needed).map(({ name }) => name),
  };
}
