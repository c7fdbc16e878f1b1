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

/** It is on again, or was never off. @returns the requests that had switched it off */
export async function endPauses(tx: ConsoleTransaction, serviceId: string): Promise<string[]> {
  const ended = await tx.$queryRaw<{ requestId: string }[]>`
    UPDATE auto_deploy_pauses SET ended_at = now() WHERE service_id = ${serviceId} AND ended_at IS NULL
    RETURNING request_id::text AS "requestId"`;
  return ended.map(({ requestId }) => requestId);
}
