import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

// A dispatcher beside the bench, as a process of its own: URL PARTY. Every 50 ms it claims a hundred due deliveries of a relying party and
// writes down how twenty of them ended. Asked by a message, it tells how long its claims took since it was asked before.
const everyMs = 50;
const [url, party] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
let claims: number[] = [];
process.on("message", () => {
  process.send?.(claims);
  claims = [];
});
process.on("disconnect", () => process.exit());

const claim = `
  WITH head AS MATERIALIZED (
    SELECT id FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND delivered_at IS NULL AND dlq_at IS NULL
     ORDER BY next_retry_at NULLS FIRST, id LIMIT 100),
  mine AS (
    SELECT id FROM webhook_outbox_entries WHERE id = ANY(ARRAY(SELECT id FROM head)) AND delivered_at IS NULL AND dlq_at IS NULL
       AND (next_retry_at IS NULL OR next_retry_at <= now())
       AND EXISTS (SELECT FROM oauth_applications WHERE id = $1 AND webhook_enabled) FOR UPDATE SKIP LOCKED)
  UPDATE webhook_outbox_entries AS entry SET next_retry_at = now() + interval '1 second', updated_at = now()
    FROM mine WHERE entry.id = mine.id RETURNING entry.id`;
/** Tried, and to be tried again: it never runs out of work. */
const ended = `
  UPDATE webhook_outbox_entries SET attempts = attempts + 1, last_status = 503, updated_at = clock_timestamp(),
         next_retry_at = now() + interval '2 seconds' WHERE id = ANY($1)`;

for (;;) {
  const began = performance.now();
  const { rows } = await client.query<{ id: string }>({ name: "claim", text: claim, values: [party] });
  claims.push(performance.now() - began);
  await client.query({ name: "ended", text: ended, values: [rows.slice(0, 20).map(({ id }) => id)] });
  await pause(Math.max(0, everyMs - (performance.now() - began)));
}
