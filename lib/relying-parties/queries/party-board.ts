import "server-only";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { listOutcomesOf } from "@/lib/triage/queries/recent-deliveries";
import { partyHealth } from "../rules/party-health";
import type { PartyHealth, PartyQueue } from "../shapes";

const iso = Prisma.sql`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** What arrived is looked for among so many of the newest rows: the table has no index by it that we may count on. */
export const newestRows = 20_000;

/** How deliveries to a relying party go right now. @refuses identity_database_unreachable */
export async function findPartyHealth(actor: Actor, id: string): Promise<PartyHealth> {
  return onIdentityDatabase(async () => {
    const [outcomes, last] = await Promise.all([
      listOutcomesOf(actor, id),
      identityProviderRead().$queryRaw<Pick<PartyHealth, "lastDeliveredAt" | "lastFailedAt">[]>`
        SELECT to_char((SELECT max(e.delivered_at) FROM (
                 SELECT oauth_application_id, delivered_at FROM webhook_outbox_entries ORDER BY id DESC LIMIT ${newestRows}) e
                 WHERE e.oauth_application_id = ${BigInt(id)}), ${iso}) AS "lastDeliveredAt",
               to_char(greatest(
                 (SELECT max(dlq_at) FROM webhook_outbox_entries
                   WHERE oauth_application_id = ${BigInt(id)} AND dlq_at IS NOT NULL AND delivered_at IS NULL),
                 (SELECT max(updated_at) FROM webhook_outbox_entries
                   WHERE oauth_application_id = ${BigInt(id)} AND delivered_at IS NULL AND dlq_at IS NULL AND attempts > 0)), ${iso})
                 AS "lastFailedAt"`,
    ]);
    return partyHealth(id, outcomes, last[0] ?? { lastDeliveredAt: null, lastFailedAt: null });
  });
}

const nothing: PartyQueue = { dead: 0, oldestDeadAt: null, waiting: 0, oldestWaitingAt: null };

/** What waits for a relying party, and what was given up. @refuses identity_database_unreachable */
export async function findPartyQueue(_actor: Actor, id: string): Promise<PartyQueue> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<PartyQueue[]>`
      SELECT dead.count AS dead, to_char(dead.oldest, ${iso}) AS "oldestDeadAt",
             waiting.count AS waiting, to_char(waiting.oldest, ${iso}) AS "oldestWaitingAt"
        FROM (SELECT count(*)::int AS count, min(dlq_at) AS oldest FROM webhook_outbox_entries
               WHERE oauth_application_id = ${BigInt(id)} AND dlq_at IS NOT NULL AND delivered_at IS NULL) dead,
             (SELECT count(*)::int AS count, min(enqueued_at) AS oldest FROM webhook_outbox_entries
               WHERE oauth_application_id = ${BigInt(id)} AND delivered_at IS NULL AND dlq_at IS NULL) waiting`,
  );
  return rows[0] ?? nothing;
}
