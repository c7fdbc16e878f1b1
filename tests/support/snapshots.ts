import pg from "pg";

/** Every row of a database's own tables by its place and version: equal only while nothing at all was written. */
export async function rowsOfEverything(owner: pg.Pool): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' OR (schemaname, tablename) = ('pgboss', 'job_common') ORDER BY name`,
  );
  const counts = tables.map(
    ({ name }) => `SELECT ${pg.escapeLiteral(name)} AS name, (
      SELECT count(*) || ' ' || coalesce(md5(string_agg(ctid::text || xmin, ',' ORDER BY ctid)), '') FROM ${name}) AS rows`,
  );
  const { rows } = await owner.query<{ name: string; rows: string }>(counts.join(" UNION ALL "));
  return Object.fromEntries(rows.map((seen) => [seen.name, seen.rows]));
}

/**
 * How many of the IdP's rows that only the console might change were changed by some work, and what it returned. Pending rows are left
 * out: the dispatcher works on them all the time.
 */
export async function changedAtTheIdp<T>(
  idpOwner: pg.Pool,
  work: () => Promise<T>,
): Promise<{ changed: number; value: T }> {
  const client = await idpOwner.connect();
  try {
    await client.query(`CREATE TEMP TABLE remembered AS SELECT * FROM (${versions}) AS every WHERE settled`);
    const value = await work();
    const { rows } = await client.query<{ changed: number }>(
      `SELECT count(*)::int AS changed FROM remembered LEFT JOIN (${versions}) AS present USING (kind, id)
        WHERE present.version IS DISTINCT FROM remembered.version`,
    );
    return { changed: rows[0]?.changed ?? -1, value };
  } finally {
    await client.query("DROP TABLE IF EXISTS remembered");
    client.release();
  }
}

const versions = `
  SELECT 'delivery' AS kind, id, xmin::text AS version, dlq_at IS NOT NULL OR delivered_at IS NOT NULL AS settled FROM webhook_outbox_entries
  UNION ALL SELECT 'application', id, xmin::text, true FROM oauth_applications`;
