import "server-only";
import { listNewestUsers } from "@/lib/connectors/clerk/managed";
import { identityProviderRead } from "@/lib/core/db";
import { judgeDeliveries, judgeOutbox, judgeUserSync, type RecentDeliveries } from "../../rules/judge-deliveries";
import type { Reading } from "../../shapes";
import { askDatabase, deadlineMs, hearsay, look } from "./look";

type Outbox = { overdueSeconds: number; waiting: number; dead: number; diedLately: number };

/** Whether what is due is sent, and how many give up. Both are read by the IdP's own partial indexes, whatever the table holds. */
export const probeOutbox = (): Promise<Reading> =>
  look(
    "outbox",
    () => askDatabase(readOutbox),
    (outbox) => ({ ...judgeOutbox(outbox.overdueSeconds), value: outbox }),
  );

async function readOutbox(): Promise<Outbox> {
  const [row] = await identityProviderRead().$queryRaw<Outbox[]>`
    SELECT coalesce((SELECT extract(epoch FROM now() - min(coalesce(e.next_retry_at, e.enqueued_at) AT TIME ZONE 'UTC'))
                       FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
                      WHERE e.delivered_at IS NULL AND e.dlq_at IS NULL AND a.webhook_enabled AND a.webhook_url IS NOT NULL
                        AND (e.next_retry_at IS NULL OR e.next_retry_at <= now() AT TIME ZONE 'UTC')), 0)::float8 AS "overdueSeconds",
           (SELECT count(*)::int FROM webhook_outbox_entries WHERE delivered_at IS NULL AND dlq_at IS NULL) AS waiting,
           (SELECT count(*)::int FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL) AS dead,
           (SELECT count(*)::int FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
               AND dlq_at > (now() AT TIME ZONE 'UTC') - interval '2 minutes') AS "diedLately"`;
  return row ?? { overdueSeconds: 0, waiting: 0, dead: 0, diedLately: 0 };
}

/** Whether relying parties take what they are sent. */
export const probeRelyingParties = (): Promise<Reading> =>
  look(
    "relying_parties",
    () => askDatabase(readRecent),
    (recent) => {
      const { status, detail, failing } = judgeDeliveries(recent);
      return { status, detail, value: { withTraffic: recent.length, ...failing } };
    },
  );

/**
 * The last two minutes, from what has an index: rows that wait for another attempt, rows that died, and those of the newest two
 * thousand that arrived. Beside a larger traffic than that, failures weigh more than they should, and never less.
 */
async function readRecent(): Promise<RecentDeliveries[]> {
  return identityProviderRead().$queryRaw<RecentDeliveries[]>`
    WITH lately AS (SELECT (now() AT TIME ZONE 'UTC') - interval '2 minutes' AS at),
         outcome AS (
           SELECT e.oauth_application_id, e.last_status, false AS arrived FROM webhook_outbox_entries e, lately
            WHERE e.delivered_at IS NULL AND e.dlq_at IS NULL AND e.attempts > 0 AND e.updated_at > lately.at
           UNION ALL
           SELECT e.oauth_application_id, e.last_status, false FROM webhook_outbox_entries e, lately
            WHERE e.dlq_at IS NOT NULL AND e.delivered_at IS NULL AND e.dlq_at > lately.at
           UNION ALL
           SELECT e.oauth_application_id, e.last_status, true
             FROM (SELECT * FROM webhook_outbox_entries ORDER BY id DESC LIMIT 2000) e, lately WHERE e.delivered_at > lately.at)
    SELECT oauth_application_id::text AS "relyingPartyId", count(*) FILTER (WHERE arrived)::int AS delivered,
           count(*) FILTER (WHERE NOT arrived)::int AS failed, count(*) FILTER (WHERE NOT arrived AND last_status = 409)::int AS conflicts,
           count(*) FILTER (WHERE NOT arrived AND last_status IN (400, 401, 403))::int AS rejected
      FROM outcome GROUP BY oauth_application_id ORDER BY oauth_application_id`;
}

/** As many of Clerk's newest users as are looked for at the IdP. */
const newest = 20;

/** Whether whoever signs up at Clerk is soon known to the IdP. It is not the outbox: that leads from the IdP to others. */
export const probeUserSync = (): Promise<Reading> =>
  look(
    "user_sync",
    async () => {
      const users = await listNewestUsers(newest, deadlineMs);
      if (!users.ok) return users;
      const ids = users.value.map(({ clerkId }) => clerkId);
      const known = await askDatabase(
        () => identityProviderRead().$queryRaw<{ id: string }[]>`
          SELECT clerk_id AS id FROM users WHERE clerk_id = ANY (${ids})`,
      );
      if (!known.ok) return known;
      const there = new Set(known.value.map(({ id }) => id));
      return { ok: true, value: users.value.filter(({ clerkId }) => !there.has(clerkId)) };
    },
    (missing) => {
      const oldest = missing.length > 0 ? Math.min(...missing.map(({ createdAt }) => createdAt.getTime())) : null;
      const missingForSeconds = oldest === null ? null : Math.max(0, Math.round((Date.now() - oldest) / 1_000));
      return { ...judgeUserSync(missingForSeconds), value: { missing: missing.length, missingForSeconds } };
    },
  ).then(hearsay);
