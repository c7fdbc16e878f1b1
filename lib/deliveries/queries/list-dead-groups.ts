import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { type GroupPart, groupsOf, mostParts } from "../rules/dead-groups";
import type { DeadGroup, Snapshot } from "../shapes";
import { said } from "./alike";
import { dead } from "./columns";
import { onIdentityDatabase } from "./identity-database";
import { snapshotOf } from "./snapshot";

/** How many dead deliveries of one relying party are read, the newest first. @source measured: perf, capped count per app */
export const groupCap = 1_000;

/**
 * The dead deliveries by relying party, cause, event type and error, most first; of each relying party the newest, unless all are asked
 * for. A group's first error stands for the others: they differ in ids and numbers only.
 * @refuses not_allowed for people who may see counts only
 */
export async function listDeadGroups(actor: Actor, exact: boolean): Promise<Snapshot<DeadGroup[]>> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: delivery-groups
  return snapshotOf(exact ? "dead groups, all" : "dead groups", async () =>
    groupsOf(await onIdentityDatabase(() => readParts(exact)), exact ? null : groupCap),
  );
}

/** In which of the last 24 hours, 0 the newest; 24 for all that is older. By the database's own clock. */
const hoursAgo = Prisma.sql`least(24, greatest(0, floor(extract(epoch FROM now() AT TIME ZONE 'UTC' - e.dlq_at) / 3600)))::int`;

function readParts(exact: boolean): Promise<GroupPart[]> {
  const limit = exact ? Prisma.empty : Prisma.sql`ORDER BY e.dlq_at DESC, e.id DESC LIMIT ${groupCap + 1}`;
  return identityProviderRead().$queryRaw<GroupPart[]>`
    SELECT a.id::text AS "relyingPartyId", a.name AS "relyingPartyName", a.webhook_enabled AS "webhookEnabled",
           d.event_type AS "eventType", d.last_status AS "lastStatus", d.error AS "lastError", d.dead, d.hours,
           to_char(d.oldest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "oldestDeadAt", to_char(d.newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "newestDeadAt"
      FROM oauth_applications a
     CROSS JOIN LATERAL (
       SELECT h.event_type, h.last_status, min(h.error) AS error, sum(h.dead)::int AS dead, min(h.oldest) AS oldest, max(h.newest) AS newest,
              json_agg(json_build_array(h.hour, h.dead)) FILTER (WHERE h.hour < 24) AS hours
         FROM (SELECT w.event_type, w.last_status, w.said, w.hour, min(w.error) AS error, count(*) AS dead, min(w.dlq_at) AS oldest,
                      max(w.dlq_at) AS newest
                 FROM (SELECT e.event_type, e.last_status, left(e.last_error, 1000) AS error, ${said} AS said, e.dlq_at, ${hoursAgo} AS hour
                         FROM webhook_outbox_entries e WHERE ${dead} AND e.oauth_application_id = a.id ${limit}) w
                GROUP BY w.event_type, w.last_status, w.said, w.hour) h
        GROUP BY h.event_type, h.last_status, h.said) d
     ORDER BY d.dead DESC LIMIT ${mostParts + 1}`;
}
