"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";
import type { ChannelsView } from "@/lib/live/shapes";
import { pagesSomebody } from "@/lib/notices/rules/routing";
import { channels } from "@/lib/notices/shapes";
import { useLive } from "../console/use-live";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { ChannelTable } from "./channel-table";
import { DeadNotices } from "./dead-notices";
import { RouteForm } from "./route-form";

/** The channels as they are now, what one of them carries, and what they gave up on. */
export function LiveChannels({ initial, mayChange }: { initial: ChannelsView; mayChange: boolean }) {
  const t = useTranslations("channels");
  const client = useQueryClient();
  const { data: view } = useLive<ChannelsView>("channels", {}, initial, pauseOf);
  const [chosen, choose] = useQueryState("channel", parseAsStringLiteral(channels));
  const refresh = useCallback(() => void client.invalidateQueries(), [client]);
  const setUp = view.channels.filter(({ state }) => state !== "off");
  const health = view.channels.find(({ channel }) => channel === chosen);
  return (
    <>
      {pagesSomebody(setUp.map(({ route }) => route)) ? null : (
        <Note kind="degraded" lead={t("nobodyPaged.lead")}>
          {t("nobodyPaged.words")}
        </Note>
      )}
      <Section title={t("title")}>
        <p className="soft intro">{t("intro")}</p>
        <ChannelTable
          view={view}
          mayChange={mayChange}
          chosen={chosen}
          onChoose={(channel) => void choose(channel)}
          onTested={refresh}
        />
      </Section>
      {health ? (
        <RouteForm
          key={`${health.channel} ${JSON.stringify(health.route)}`}
          route={health.route}
          mayChange={mayChange}
          onDone={refresh}
        />
      ) : null}
      <DeadNotices dead={view.dead} now={view.now} mayChange={mayChange} onDone={refresh} />
    </>
  );
}

/** A test that is on its way is worth looking at more often. */
const pauseOf = ({ tests }: ChannelsView): number => (tests.some(({ state }) => state === "pending") ? 1_000 : 4_000);
