import "server-only";
import { consoleDb } from "@/lib/core/db";

/** For how long the file of an export can be fetched. */
export const fetchWithinMinutes = 10;

/** Whether the file of an export was fetched, and whether it is too late to. For the pipeline only: it decides whose it is. */
export async function findExportState(requestId: string): Promise<{ taken: boolean; over: boolean }> {
  const [row] = await consoleDb().$queryRaw<{ taken: boolean; over: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM delivery_export_takings t WHERE t.request_id = r.id) AS taken,
           coalesce(r.finished_at, r.created_at) < now() - make_interval(mins => ${fetchWithinMinutes}) AS over
      FROM action_requests r WHERE r.id = ${requestId}::uuid`;
  return row ?? { taken: false, over: true };
}
