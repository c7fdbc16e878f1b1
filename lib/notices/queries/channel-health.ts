import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { channelState, noRecipient } from "../rules/retry";
import { type AttemptError, type Channel, type ChannelHealth, channels } from "../shapes";
import { listConnected, listRoutes } from "./list-routes";

type Row = {
  channel: Channel;
  waiting: number;
  dead: number;
  lastDeadAt: Date | null;
  attempts: number | null;
  lastError: AttemptError | null;
  lastDetail: string | null;
  nextAttemptAt: Date | null;
  lastSentAt: Date | null;
};

/** How every channel is, in the order in which they are named everywhere. */
export async function listChannelHealth(actor: HumanActor): Promise<ChannelHealth[]> {
  const [routes, rows] = await Promise.all([listRoutes(actor), readChannels()]);
  const connected = new Set(listConnected(actor));
  return routes.map((route) => {
    const row = rows.find(({ channel }) => channel === route.channel);
    const failedAttempts = row?.lastError ? (row.attempts ?? 0) : 0;
    const lately = { failedAttempts, lastSentAt: row?.lastSentAt ?? null, lastDeadAt: row?.lastDeadAt ?? null };
    return {
      channel: route.channel,
      route,
      state: channelState(connected.has(route.channel), lately),
      waiting: row?.waiting ?? 0,
      dead: row?.dead ?? 0,
      failedAttempts,
      lastError: row?.lastError ?? null,
      lastDetail: row?.lastDetail ?? null,
      nextAttemptAt: failedAttempts > 0 ? (row?.nextAttemptAt?.toISOString() ?? null) : null,
      lastSentAt: row?.lastSentAt?.toISOString() ?? null,
    };
  });
}

/** Which channels are down, and how many notices did not get out, for the frame of every page. */
export async function findChannelTrouble(actor: HumanActor): Promise<{ down: Channel[]; unsent: number }> {
  const down = (await listChannelHealth(actor)).filter(({ state }) => state === "down");
  return {
    down: down.map(({ channel }) => channel),
    unsent: down.reduce((sum, { waiting, dead }) => sum + waiting + dead, 0),
  };
}

/** What did not get out, for the metrics: no actor, since it names nobody and nothing. */
export async function countUnsent(): Promise<{ channel: Channel; waiting: number; dead: number }[]> {
  return (await readChannels()).map(({ channel, waiting, dead }) => ({ channel, waiting, dead }));
}

async function readChannels(): Promise<Row[]> {
  return consoleDb().$queryRaw<Row[]>`
    SELECT c.channel, unsent.waiting, unsent.dead, unsent."lastDeadAt", head.attempts, head.last_error AS "lastError",
           head.last_detail AS "lastDetail", head.next_attempt_at AS "nextAttemptAt", sent.sent_at AS "lastSentAt"
      FROM unnest(${[...channels]}::text[]) AS c (channel)
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE d.state = 'pending')::int AS waiting, count(*) FILTER (WHERE d.state = 'dead')::int AS dead,
              max(d.dead_at) FILTER (WHERE d.last_detail IS DISTINCT FROM ${noRecipient}) AS "lastDeadAt"
         FROM notice_deliveries d WHERE d.channel = c.channel AND d.state IN ('pending', 'dead')) AS unsent
      LEFT JOIN LATERAL (
       SELECT * FROM notice_deliveries d WHERE d.channel = c.channel AND d.state = 'pending' ORDER BY d.place LIMIT 1) AS head ON true
      LEFT JOIN LATERAL (
       SELECT * FROM notice_deliveries d WHERE d.channel = c.channel AND d.state = 'sent' ORDER BY d.place DESC LIMIT 1) AS sent ON true`;
}
