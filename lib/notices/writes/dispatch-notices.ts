import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { carries } from "../rules/routing";
import type { Channel, ChannelRoute, NoticeKind, NoticeValues, Urgency } from "../shapes";

/** Any number will do, as long as every worker takes the same one. */
const lock = 7_255_470;
const atOnce = 200;

type Posted = {
  id: string;
  kind: NoticeKind;
  urgency: Urgency;
  dedupKey: string;
  settles: string | null;
  onlyChannel: Channel | null;
  valuesText: string;
  first: boolean;
  /** What it settles went to a pager. */
  settlesPage: boolean;
};

/**
 * Gives every new notice its place in the queue of each channel that carries it. One worker at a time does so: the order in which
 * they are found here is the order in which they go out.
 * @returns how many notices were new
 */
export async function dispatchNotices(tx: ConsoleTransaction, routes: readonly ChannelRoute[]): Promise<number> {
  const [gate] = await tx.$queryRaw<{ open: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lock}) AS open`;
  if (!gate?.open) return 0;
  const posted = await tx.$queryRaw<Posted[]>`
    SELECT n.id::text AS id, n.kind, n.urgency, n.dedup_key AS "dedupKey", n.settles, n.only_channel AS "onlyChannel",
           n.values_text AS "valuesText",
           NOT EXISTS (SELECT FROM notices earlier WHERE earlier.dedup_key = n.dedup_key AND earlier.seq < n.seq) AS first,
           EXISTS (SELECT FROM notices asked JOIN notice_deliveries d ON d.notice_id = asked.id AND d.channel = 'pagerduty'
                    WHERE asked.dedup_key = n.settles) AS "settlesPage"
      FROM notices n WHERE n.dispatched_at IS NULL ORDER BY n.seq LIMIT ${atOnce}`;
  if (posted.length === 0) return 0;
  await tx.noticeDelivery.createMany({ data: addressed(posted, routes) });
  await tx.$executeRaw`UPDATE notices SET dispatched_at = now() WHERE id = ANY(${posted.map(({ id }) => id)}::uuid[])`;
  return posted.length;
}

/** Which notice goes where. A page that is settled is resolved wherever it went, whatever the route says of the answer. */
function addressed(
  posted: readonly Posted[],
  routes: readonly ChannelRoute[],
): { noticeId: string; channel: Channel }[] {
  const paged = new Set<string>();
  return posted
    .filter(({ first }) => first)
    .flatMap((notice) => {
      const about = (JSON.parse(notice.valuesText) as NoticeValues).channel ?? null;
      const resolves = notice.settles !== null && (notice.settlesPage || paged.has(notice.settles));
      const to = routes.filter((route) =>
        route.channel === "pagerduty" && notice.settles !== null ? resolves : carries(route, { ...notice, about }),
      );
      if (to.some(({ channel }) => channel === "pagerduty")) paged.add(notice.dedupKey);
      return to.map(({ channel }) => ({ noticeId: notice.id, channel }));
    });
}
