import type { Channel, ChannelRoute, NoticeKind, Urgency } from "../shapes";

/** What a channel carries until somebody chooses otherwise: everything, but nobody is paged for what can wait. */
export function defaultRoute(channel: Channel): ChannelRoute {
  const urgencies: Urgency[] = channel === "pagerduty" ? ["page"] : ["page", "tell"];
  return { channel, urgencies, exceptKinds: [], language: "en" };
}

type Carried = { kind: NoticeKind; urgency: Urgency; onlyChannel: Channel | null; about: Channel | null };

/** Whether a channel carries a notice. That a channel is down is not told by that channel. */
export function carries(route: ChannelRoute, { kind, urgency, onlyChannel, about }: Carried): boolean {
  if (onlyChannel !== null) return onlyChannel === route.channel;
  if (kind === "channel.down" && about === route.channel) return false;
  return route.urgencies.includes(urgency) && !route.exceptKinds.includes(kind);
}

/** Whether anybody is still reached at once by what must be looked at now. */
export const pagesSomebody = (routes: readonly ChannelRoute[]): boolean =>
  routes.some(({ urgencies }) => urgencies.includes("page"));
