import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** How many more seconds this session may prove nothing, by database time; null when it may. */
export async function findProofLock({ sessionId, personId }: HumanActor): Promise<number | null> {
  const [row] = await consoleDb().$queryRaw<{ seconds: number }[]>`
    SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds
      FROM proof_locks WHERE session_id = ${sessionId} AND person_id = ${personId}::uuid AND locked_until > now()`;
  return row?.seconds ?? null;
}
