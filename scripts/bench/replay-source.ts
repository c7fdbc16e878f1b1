import type { Pool } from "pg";

/** Relying parties of this bench's own, beside those that the outbox is filled with. */
const firstOfAll = 9_000_000;
/** What a dispatcher is busy with meanwhile. */
export const liveParty = String(firstOfAll);
const liveRows = 20_000;

/**
 * So many relying parties with so many dead deliveries each. Those of all of them lie mixed in the table, as they die in an incident: who
 * reads one's own touches pages that hold the others', too.
 * @returns their ids
 */
export async function fillParties(
  owner: Pool,
  parties: number,
  rows: number,
  firstParty = firstOfAll,
): Promise<string[]> {
  await owner.query(
    `INSERT INTO oauth_applications (id, name, uid, webhook_url, webhook_enabled, created_at, updated_at)
     SELECT n, 'Bench ' || n, 'bench-' || n, NULL, true, now(), now() FROM generate_series($1::bigint, $1::bigint + $2::int) n`,
    [firstParty, parties],
  );
  const entries = `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, last_status,
       last_error, enqueued_at, dlq_at, created_at, updated_at)`;
  const payload = "jsonb_build_object('id', md5(n::text), 'type', 'user.updated', 'data', repeat(md5(n::text), 14))";
  await owner.query(
    `${entries} SELECT $1::bigint + 1 + n % $2::int, 'user.updated', 'user-' || n % 500000, md5($1::bigint || ' bench ' || n)::uuid, ${payload}, 8, 503,
            'upstream connect error or disconnect, reset reason: overflow, request ' || md5(n::text), at - interval '1 hour', at, at, at
       FROM generate_series(1, $3::int) n, LATERAL (SELECT now()::timestamp - interval '2 days' + n * interval '20 milliseconds' AS at) one`,
    [firstParty, parties, parties * rows],
  );
  await owner.query(
    `${entries} SELECT $1::bigint, 'user.created', NULL, md5($1::bigint || ' live ' || n)::uuid, ${payload}, 0, NULL, NULL, now(), NULL, now(), now()
       FROM generate_series(1, $2::int) n`,
    [firstParty, liveRows],
  );
  return Array.from({ length: parties }, (_, at) => String(firstParty + 1 + at));
}

/** What the playbook's one-liner sets, in the one statement that somebody in a hurry would write. */
export const oneUpdate = `
  UPDATE webhook_outbox_entries
     SET dlq_at = NULL, next_retry_at = NULL, attempts = 0, last_error = NULL, enqueued_at = now(), updated_at = now()
   WHERE oauth_application_id = $1 AND dlq_at IS NOT NULL AND delivered_at IS NULL`;

/** What a dispatcher does with what the console puts back, all at once. @returns how many it delivered */
export async function deliverAll(owner: Pool, party: string, most: number): Promise<number> {
  const { rowCount } = await owner.query(
    `UPDATE webhook_outbox_entries SET attempts = 1, last_status = 200, delivered_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE id IN (SELECT id FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND delivered_at IS NULL AND dlq_at IS NULL
                    ORDER BY next_retry_at NULLS FIRST, id LIMIT $2)`,
    [party, most],
  );
  return rowCount ?? 0;
}
