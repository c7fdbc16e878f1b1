import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** When each person's roles were last confirmed, by person id, and the database's time of this reading. To the microsecond. */
export type KnownSnapshots = { readAt: string; seen: Record<string, string> };

/** What is remembered just before Clerk is asked for its list: whatever differs afterwards was read live meanwhile, and is newer. */
export async function readKnownSnapshots(_actor: Actor): Promise<KnownSnapshots> {
  const [row] = await consoleDb().$queryRaw<KnownSnapshots[]>`
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "readAt",
           coalesce((SELECT jsonb_object_agg(person_id, to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                       FROM role_snapshots), '{}') AS seen`;
  if (!row) throw new Error("the database gave no time");
  return row;
}
