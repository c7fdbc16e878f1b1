import "server-only";
import { createHash } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";

/** So many rows are hashed at once: no statement takes long, and nothing large lies in memory, however many there are. */
const page = 20_000;

/**
 * The hash of a set as it lies there now, in the order of the ids: what nobody changed still fits the request. It is the hash of its
 * pages' hashes, each over ids and row versions.
 */
export async function readHash(db: ConsoleTransaction, set: string): Promise<{ rows: number; hash: string }> {
  const whole = createHash("sha256");
  let [rows, after] = [0, "0"];
  for (;;) {
    const [next] = await db.$queryRaw<{ rows: number; hash: string; last: string | null }[]>`
      SELECT count(*)::int AS rows, max(delivery_id)::text AS last,
             encode(sha256(coalesce(string_agg(delivery_id || ' ' || row_version, E'\n' ORDER BY delivery_id), '')::bytea), 'hex') AS hash
        FROM (SELECT delivery_id, row_version FROM replay_rows
               WHERE set_id = ${set}::uuid AND delivery_id > ${BigInt(after)} ORDER BY delivery_id LIMIT ${page}) page`;
    if (!next?.last) return { rows, hash: whole.digest("hex") };
    whole.update(next.hash);
    rows += next.rows;
    after = next.last;
  }
}
