import { ROSTER } from "../relying-parties/roster";
import { connect } from "./database/connect";
import { prepareDatabase } from "./database/prepare";
import { generateOutbox } from "./seed/generate";
import { seedOnce } from "./seed/seed";

const SEEDED_DEAD = ROSTER.reduce((sum, { rows }) => sum + rows.dead, 0);
const SEEDED_ROWS = ROSTER.reduce((sum, { rows }) => sum + rows.delivered + rows.pending + rows.dead, 0);

/**
 * FILL ROWS DEAD: the identity provider's database without the sandbox around it and without the indexes of the dead, filled up to so
 * many rows. For benchmarks, which want the same data in millions and nobody who changes them.
 */
async function main([rows = SEEDED_ROWS, dead = SEEDED_DEAD]: number[]): Promise<void> {
  const pool = connect(process.env.SANDBOX_IDP_DATABASE_URL ?? "", 2);
  await prepareDatabase(pool, { deadIndexes: false });
  await seedOnce(pool, { relyingPartiesUrl: "http://127.0.0.1:9" });
  const more = { rows: Math.max(0, rows - SEEDED_ROWS), dead: Math.max(0, dead - SEEDED_DEAD) };
  // Indexes that are built at the end cost a fraction of those that grow with every row.
  await pool.query(`DROP INDEX index_webhook_outbox_entries_on_oauth_application_id, index_webhook_outbox_entries_on_app_and_idempotency_key,
    index_webhook_outbox_entries_pending`);
  console.log(JSON.stringify(await generateOutbox(pool, more)));
  await prepareDatabase(pool, { deadIndexes: false });
  await pool.end();
}

main(process.argv.slice(2).map(Number)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
