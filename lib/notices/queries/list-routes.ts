import "server-only";
import type { Actor } from "@/lib/access/actor";
import { connectedChannels } from "@/lib/connectors/channels";
import { consoleDb } from "@/lib/core/db";
import { defaultRoute } from "../rules/routing";
import { type Channel, type ChannelRoute, channelRoute, channels } from "../shapes";

/** What each channel carries: what somebody chose, else the default. */
export async function listRoutes(_actor: Actor): Promise<ChannelRoute[]> {
  const chosen = await consoleDb().noticeRoute.findMany({ omit: { updatedAt: true } });
  return channels.map((channel) => {
    const row = channelRoute.safeParse(chosen.find((each) => each.channel === channel));
    return row.success ? row.data : defaultRoute(channel);
  });
}

/** Those that have credentials. */
export const listConnected = (_actor: Actor): readonly Channel[] => connectedChannels();
