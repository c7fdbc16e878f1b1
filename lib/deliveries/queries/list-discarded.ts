import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import type { DiscardedPart } from "../rules/discarded";
import { dead } from "./columns";
import { onIdentityDatabase } from "./identity-database";

/** More than people set aside one by one; the newest are told apart. */
const most = 10_000;

/**
 * What admins set aside and is still dead, counted by what the groups of the dead go by.
 * @refuses identity_database_unreachable
 */
export async function listDiscarded(_actor: Actor): Promise<DiscardedPart[]> {
  const kept = await consoleDb().deliveryDiscard.findMany({
    select: { deliveryId: true },
    orderBy: { discardedAt: "desc" },
    take: most,
  });
  if (kept.length === 0) return [];
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<DiscardedPart[]>`
      SELECT e.oauth_application_id::text AS "relyingPartyId", e.event_type AS "eventType", e.last_status AS "lastStatus",
             left(e.last_error, 1000) AS "lastError", count(*)::int AS discarded
        FROM webhook_outbox_entries e WHERE ${dead} AND e.id = ANY (${kept.map(({ deliveryId }) => deliveryId)})
       GROUP BY 1, 2, 3, 4`,
  );
}

/** As many as can be read with every page without being felt. */
const few = 200;

/** All that were set aside, where they are few: who needs them need not know first which rows to ask for. */
export async function discardedOfFew(_actor: Actor): Promise<ReadonlySet<string> | null> {
  const kept = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT delivery_id::text AS id FROM delivery_discards LIMIT ${few + 1}`;
  return kept.length > few ? null : new Set(kept.map(({ id }) => id));
}

/** Which of these were set aside. */
export async function discardedAmong(_actor: Actor, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const kept = await consoleDb().deliveryDiscard.findMany({
    select: { deliveryId: true },
    where: { deliveryId: { in: ids.map(BigInt) } },
  });
  return new Set(kept.map(({ deliveryId }) => deliveryId.toString()));
}
