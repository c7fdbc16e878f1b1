import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "./identity-database";

/** The event types among dead deliveries, for the filter; at most 50. */
export async function listEventTypes(_actor: Actor): Promise<string[]> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ eventType: string }[]>`
      SELECT DISTINCT event_type AS "eventType" FROM webhook_outbox_entries
       WHERE dlq_at IS NOT NULL AND delivered_at IS NULL ORDER BY 1 LIMIT 50`,
  );
  return rows.map(({ eventType }) => eventType);
}
