import "server-only";
import { digestOf } from "@/lib/core/canonical";
import { ok } from "@/lib/core/errors";
import { listConnected, listRoutes } from "@/lib/notices/queries/list-routes";
import { pagesSomebody } from "@/lib/notices/rules/routing";
import { channelRoute } from "@/lib/notices/shapes";
import { setRoute } from "@/lib/notices/writes/set-route";
import { defineOperation, type Phrase, quietPreview } from "./define";

/** Chooses what a channel carries, and in which language. Its credentials are the environment's, and nobody's here. */
export const routeChannel = defineOperation({
  name: "channel.route",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: channelRoute,

  async preview({ actor }, chosen) {
    const [routes, connected] = [await listRoutes(actor), listConnected(actor)];
    const now = routes.find(({ channel }) => channel === chosen.channel);
    const after = routes
      .map((route) => (route.channel === chosen.channel ? chosen : route))
      .filter(({ channel }) => connected.includes(channel));
    const { channel, urgencies, exceptKinds, language } = chosen;
    const carried = urgencies.length === 2 ? "both" : (urgencies[0] ?? "nothing");
    const lines: Phrase[] = [
      { key: "channels.route.carries", values: { channel, carried, count: exceptKinds.length } },
      { key: "channels.route.speaks", values: { language } },
    ];
    return ok({
      ...quietPreview(channel),
      lines,
      warnings: pagesSomebody(after) ? [] : [{ key: "channels.route.nobodyPaged" }],
      fingerprint: digestOf(now ?? null),
    });
  },

  async run({ tx }, chosen) {
    await setRoute(tx, chosen);
    const { channel, urgencies, exceptKinds, language } = chosen;
    return ok({
      summary: { key: "channels.route.done", values: { channel } },
      href: "/settings/channels",
      facts: { channel, urgencies, exceptKinds, language },
    });
  },
});
