import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { listNewestUsers } from "@/lib/connectors/clerk/managed";
import { identityProviderRead } from "@/lib/core/db";
import { judgeDeliveries, judgeOutbox, judgeUserSync, sharesOf } from "../../rules/judge-deliveries";
import { mostWords, type Reading } from "../../shapes";
import { listRecentDeliveries } from "../recent-deliveries";
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
export const probeRelyingParties = (actor: SystemActor): Promise<Reading> =>
  look(
    "relying_parties",
    () => askDatabase(() => listRecentDeliveries(actor)),
    (recent) => {
      const { status, detail, failing } = judgeDeliveries(recent);
      const named = Object.entries(failing).map(([cause, ids]) => [cause, ids.slice(0, mostWords)] as const);
      return { status, detail, value: { ...sharesOf(recent), ...Object.fromEntries(named) } };
    },
  );

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
