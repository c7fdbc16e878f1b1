import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** Keeps in mind that auto-deploy is switched off by us. The newest pause of a service is the one that counts. */
export async function keepPause(
  tx: ConsoleTransaction,
  { appId, serviceId, requestId }: { appId: string; serviceId: string; requestId: string },
): Promise<void> {
  await tx.autoDeployPause.updateMany({ where: { serviceId, endedAt: null }, data: { endedAt: new Date() } });
  await tx.autoDeployPause.create({ data: { appId, serviceId, requestId } });
}

type Ended = { requestId: string; reminded: number };

/** It is on again, or was never off. @returns the requests that had switched it off, and the day of their last reminder */
export async function endPauses(tx: ConsoleTransaction, serviceId: string): Promise<Ended[]> {
  return tx.$queryRaw<Ended[]>`
    UPDATE auto_deploy_pauses SET ended_at = now() WHERE service_id = ${serviceId} AND ended_at IS NULL
    RETURNING request_id::text AS "requestId", reminded`;
}

/** Counts today's reminder. @returns the days of it and of the one before; null where there was one today, or nothing is paused */
export async function remindOfPause(
  tx: ConsoleTransaction,
  requestId: string,
): Promise<{ before: number; now: number } | null> {
  const [reminded] = await tx.$queryRaw<{ before: number; now: number }[]>`
    WITH due AS (
      SELECT id, reminded AS before, floor(extract(epoch FROM now() - paused_at) / 86400)::int AS day
        FROM auto_deploy_pauses WHERE request_id = ${requestId}::uuid AND ended_at IS NULL FOR UPDATE)
    UPDATE auto_deploy_pauses p SET reminded = due.day FROM due WHERE p.id = due.id AND due.day > due.before
    RETURNING due.before, due.day AS now`;
  return reminded ?? null;
}
