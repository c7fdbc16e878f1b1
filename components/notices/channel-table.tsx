"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import type { ChannelsView } from "@/lib/live/shapes";
import type { Channel, ChannelHealth, ChannelRoute } from "@/lib/notices/shapes";
import { Amount } from "../ui/amount";
import { Button } from "../ui/button";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Why } from "../ui/why";
import { ChannelCondition } from "./channel-condition";
import { ChannelTestButton } from "./channel-test";

type Props = {
  view: ChannelsView;
  mayChange: boolean;
  chosen: Channel | null;
  onChoose: (channel: Channel | null) => void;
  onTested: () => void;
};

/** Each channel: whom it reaches, whether it works, what it carries, and a way to try it. */
export function ChannelTable({ view, mayChange, chosen, onChoose, onTested }: Props) {
  const t = useTranslations("channels");
  const whyId = useId();
  const columns: Column<ChannelHealth>[] = [
    {
      key: "channel",
      head: t("column.channel"),
      width: "210px",
      cell: ({ channel }) => (
        <>
          {t(`name.${channel}`)}
          <span className="sub">{t(`reaches.${channel}`)}</span>
        </>
      ),
    },
    { key: "state", head: t("column.state"), cell: (health) => <ChannelCondition health={health} now={view.now} /> },
    { key: "carries", head: t("column.carries"), width: "170px", cell: ({ route }) => t("carries", carriedBy(route)) },
    {
      key: "waiting",
      head: t("column.waiting"),
      align: "right",
      width: "80px",
      cell: ({ waiting }) => <Amount value={waiting} />,
    },
    { key: "dead", head: t("column.dead"), align: "right", width: "80px", cell: ({ dead }) => <Amount value={dead} /> },
    {
      key: "sent",
      head: t("column.sent"),
      width: "170px",
      onlyWide: true,
      cell: ({ lastSentAt }) => lastSentAt && <Time at={lastSentAt} now={view.now} shape="list" />,
    },
    {
      key: "acts",
      head: t("column.acts"),
      width: "230px",
      cell: ({ channel, state }) => (
        <span className="channel-acts">
          <Button
            size="small"
            aria-expanded={chosen === channel}
            onClick={() => onChoose(chosen === channel ? null : channel)}
          >
            {t("configure")}
          </Button>
          <ChannelTestButton
            channel={channel}
            isSetUp={state !== "off"}
            whyNotId={mayChange ? undefined : whyId}
            test={view.tests.find((each) => each.channel === channel) ?? null}
            onTested={onTested}
          />
        </span>
      ),
    },
  ];
  return (
    <>
      <Table
        caption={t("title")}
        columns={columns}
        rows={view.channels}
        rowKey={({ channel }) => channel}
        rowState={({ state }) => (state === "down" ? "down" : undefined)}
        selected={({ channel }) => channel === chosen}
      />
      {mayChange ? null : <Why id={whyId}>{t("onlyAdmins")}</Why>}
    </>
  );
}

/** What the words about a route ask for. */
export const carriedBy = ({ urgencies, exceptKinds }: ChannelRoute): { carried: string; count: number } => ({
  carried: urgencies.length === 2 ? "both" : (urgencies[0] ?? "nothing"),
  count: exceptKinds.length,
});
