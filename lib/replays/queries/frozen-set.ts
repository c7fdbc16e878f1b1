import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import { dead } from "@/lib/deliveries/queries/columns";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { readHash } from "./set-hash";

export type SetPart = { relyingPartyId: string; remaining: number; superseded: number };

/** A frozen set by relying party. */
export async function partsOfSet(_actor: Actor, set: string): Promise<SetPart[]> {
  return consoleDb().$queryRaw<SetPart[]>`
    SELECT relying_party_id::text AS "relyingPartyId", count(*) FILTER (WHERE state <> 'skipped_superseded')::int AS remaining,
           count(*) FILTER (WHERE state = 'skipped_superseded')::int AS superseded
      FROM replay_rows WHERE set_id = ${set}::uuid GROUP BY relying_party_id ORDER BY relying_party_id`;
}

/** A few ids of it, the oldest first. The state is compared as text that no index holds: by one, all that is left would be sorted. */
export async function sampleOfSet(_actor: Actor, set: string): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT delivery_id::text AS id FROM replay_rows WHERE set_id = ${set}::uuid AND state || '' = 'remaining' ORDER BY delivery_id LIMIT 5`;
  return rows.map(({ id }) => id);
}

const batch = 20_000;

/** How many of its rows are still exactly as they were frozen. */
export async function countUnchanged(_actor: Actor, set: string): Promise<number> {
  let [unchanged, after] = [0, "0"];
  for (;;) {
    const [page] = await consoleDb().$queryRaw<{ ids: string | null; versions: string; last: string }[]>`
      SELECT string_agg(delivery_id::text, ',') AS ids, string_agg(row_version, ',') AS versions, max(delivery_id)::text AS last
        FROM (SELECT delivery_id, row_version FROM replay_rows
               WHERE set_id = ${set}::uuid AND delivery_id > ${BigInt(after)} ORDER BY delivery_id LIMIT ${batch}) page`;
    if (!page?.ids) return unchanged;
    const { ids, versions } = page;
    const [counted] = await onIdentityDatabase(
      () => identityProviderRead().$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count
          FROM unnest(string_to_array(${ids}, ',')::bigint[], string_to_array(${versions}, ',')) AS w(id, version)
          JOIN webhook_outbox_entries e ON e.id = w.id WHERE ${dead} AND e.updated_at::text = w.version`,
    );
    unchanged += counted?.count ?? 0;
    after = page.last;
  }
}

/** The hash of a set as it lies there now. */
export const hashOfSet = (_actor: Actor, set: string): Promise<{ rows: number; hash: string }> =>
  readHash(consoleDb(), set);
