import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { leaseMs } from "../rules/retry";
import type { Channel, ChannelLanguage, NoticeKind, Urgency } from "../shapes";

export type LeasedDelivery = {
  deliveryId: string;
  lease: string;
  noticeId: string;
  kind: NoticeKind;
  href: string;
  urgency: Urgency;
  dedupKey: string;
  settles: string | null;
  valuesText: string;
  postedAt: Date;
  language: ChannelLanguage | null;
  traceparent: string | null;
};

/**
 * Takes the oldest notice that waits in a channel, when it is due and nobody else is sending it. While it waits, nothing behind it
 * moves: a channel keeps its order. A lease that was left behind by a dead worker runs out.
 */
export async function leaseDelivery(tx: ConsoleTransaction, channel: Channel): Promise<LeasedDelivery | null> {
  const [leased] = await tx.$queryRaw<LeasedDelivery[]>`
    UPDATE notice_deliveries d
       SET lease = gen_random_uuid(), leased_until = now() + make_interval(secs => ${leaseMs / seconds(1)}), attempts = d.attempts + 1,
           last_attempt_at = now()
      FROM notices n
     WHERE d.id = (SELECT head.id FROM notice_deliveries head WHERE head.channel = ${channel} AND head.state = 'pending' ORDER BY head.place LIMIT 1)
       AND n.id = d.notice_id AND d.state = 'pending' AND d.next_attempt_at <= now() AND (d.leased_until IS NULL OR d.leased_until <= now())
    RETURNING d.id::text AS "deliveryId", d.lease::text AS lease, n.id::text AS "noticeId", n.kind, n.href, n.urgency,
              n.dedup_key AS "dedupKey", n.settles, n.values_text AS "valuesText", n.posted_at AS "postedAt", n.traceparent,
              (SELECT r.language FROM notice_routes r WHERE r.channel = d.channel) AS language`;
  return leased ?? null;
}
