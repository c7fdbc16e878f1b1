import type { Pool } from "pg";
import { keepRows } from "../database/keep-rows";
import { inTransaction } from "../database/transaction";

const PAIRS = 4;

/**
 * Two workers merge the same people at the same moment: half of the pairs point at each other, and of the others one person has two
 * canonical users. Relying parties have heard of one link or of the other.
 * @returns a function that undoes it
 */
export async function raceMerges(pool: Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id::text FROM users WHERE canonical_user_id IS NULL AND clerk_id IS NULL
       AND NOT EXISTS (SELECT FROM users merged WHERE merged.canonical_user_id = users.id)
     ORDER BY id LIMIT $1`,
    [PAIRS * 3],
  );
  const people = rows.map(({ id }) => id);
  const restoreUsers = await keepRows(pool, { table: "users", where: "id = ANY($1::bigint[])", values: [people] });
  const restoreCache = await keepRows(pool, {
    table: "sandbox_vault.canonical_cache",
    where: "user_id = ANY($1::bigint[])",
    values: [people],
  });
  const links = await inTransaction(pool, async (client) => {
    const made: string[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [first = "", second = "", third = ""] = people.slice(pair * 3, pair * 3 + 3);
      const mutual = pair % 2 === 0;
      const [source, canonical] = mutual ? [second, first] : [first, third];
      const { rows: linked } = await client.query<{ id: string }>(
        `INSERT INTO identity_links (source_user_id, canonical_user_id, state, created_at, updated_at)
         VALUES ($1, $2, 'confirmed', now() - interval '90 seconds', now()),
                ($3, $4, 'confirmed', now() - interval '90 seconds' + interval '3 milliseconds', now())
         RETURNING id::text`,
        [first, second, source, canonical],
      );
      made.push(...linked.map(({ id }) => id));
      await client.query(
        "UPDATE users SET canonical_user_id = CASE WHEN id = $1 THEN $2::bigint ELSE $4 END, updated_at = now() WHERE id IN ($1, $3)",
        [first, second, source, canonical],
      );
    }
    // The cache has seen neither of the two.
    await client.query(
      `INSERT INTO sandbox_vault.canonical_cache (key, user_id, canonical_user_id)
       SELECT 'user:canonical:token:' || id, id, id FROM unnest($1::bigint[]) AS id ON CONFLICT DO NOTHING`,
      [people],
    );
    await client.query(
      `INSERT INTO identity_link_mirrors (identity_link_id, oauth_application_id, sent_at, acknowledged_at)
       SELECT link.id, app.id, now(), now() FROM unnest($1::bigint[]) WITH ORDINALITY AS link (id, place)
       CROSS JOIN oauth_applications app WHERE (link.place + app.id) % 2 = 0`,
      [made],
    );
    return made;
  });
  return async () => {
    await pool.query("DELETE FROM identity_link_mirrors WHERE identity_link_id = ANY($1::bigint[])", [links]);
    await pool.query("DELETE FROM identity_links WHERE id = ANY($1::bigint[])", [links]);
    await restoreUsers();
    await restoreCache();
  };
}
