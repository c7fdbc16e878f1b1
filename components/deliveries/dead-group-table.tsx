import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import { addressOfGroup } from "@/lib/deliveries/rules/dead-groups";
import type { DeadGroup, Told } from "@/lib/deliveries/shapes";
import { replayFilterOf } from "@/lib/replays/rules/from-search";
import { mayBeCuredByTime } from "@/lib/replays/rules/left-out";
import { Age } from "../ui/age";
import { Spark } from "../ui/spark";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { addressOf } from "./address";
import { Aside } from "./aside";
import { ReplayButton } from "./replay-button";

type Props = {
  groups: readonly Told<DeadGroup>[];
  isChosen: (group: DeadGroup) => boolean;
  now: string;
  foot: ReactNode;
  empty: ReactNode;
};

/** A line for each group. What the relying party answered is inert text. */
export function DeadGroupTable({ groups, isChosen, now, foot, empty }: Props) {
  const t = useTranslations("deliveries");
  const hoursInWords = (perHour: readonly number[]): string =>
    t("groups.hoursInWords", { dead: perHour.reduce((sum, dead) => sum + dead, 0), most: Math.max(...perHour) });
  const columns: Column<Told<DeadGroup>>[] = [
    {
      key: "party",
      head: t("column.relyingParty"),
      width: "130px",
      cell: ({ relyingParty: { id, name, webhookEnabled } }) => (
        <>
          <Link prefetch={false} href={`/relying-parties/${id}`}>
            {inert(name)}
          </Link>{" "}
          {webhookEnabled ? null : <State name="degraded">{t("endpoint.off")}</State>}
        </>
      ),
    },
    {
      key: "cause",
      head: t("column.cause"),
      width: "150px",
      cell: (group) => (
        <Link prefetch={false} href={isChosen(group) ? "/deliveries" : addressOf(addressOfGroup(group))}>
          {t(`causes.${group.cause}.name`)}
        </Link>
      ),
    },
    {
      key: "event",
      head: t("column.event"),
      width: "140px",
      onlyWide: true,
      cell: ({ eventType }) => inert(eventType),
    },
    {
      key: "alike",
      head: t("groups.answered"),
      cell: ({ alike }) => alike ?? t("groups.nothingSaid"),
      whole: ({ alike }) => alike ?? undefined,
    },
    {
      key: "oldest",
      head: t("column.oldest"),
      width: "108px",
      onlyWide: true,
      cell: ({ oldestDeadAt, atLeast }) => (
        <>
          {atLeast ? "≥ " : null}
          <Age at={oldestDeadAt} now={now} tight />
        </>
      ),
    },
    {
      key: "newest",
      head: t("column.newest"),
      width: "108px",
      onlyWide: true,
      cell: ({ newestDeadAt }) => <Age at={newestDeadAt} now={now} tight />,
    },
    {
      key: "hours",
      head: t("groups.hours"),
      width: "108px",
      onlyWide: true,
      cell: ({ perHour }) => <Spark values={perHour} label={hoursInWords(perHour)} />,
    },
    {
      key: "act",
      head: t("groups.recommended"),
      width: "230px",
      onlyWide: true,
      cell: (group) => {
        const { cause, relyingParty } = group;
        if (!relyingParty.webhookEnabled) return t("groups.switchedOff");
        if (!mayBeCuredByTime(cause)) return t(`causes.${cause}.act`);
        const filter = replayFilterOf({ status: "", ...addressOfGroup(group) });
        const label = t("groups.replay", { cause: t(`causes.${cause}.name`), party: inert(relyingParty.name) });
        return (
          <>
            {t(`causes.${cause}.act`)} <ReplayButton of={{ filter }} label={label} />
          </>
        );
      },
    },
    {
      key: "dead",
      head: t("column.dead"),
      align: "right",
      width: "72px",
      sorted: "descending",
      cell: ({ dead, atLeast, discarded }) => (
        <>
          {t(atLeast ? "groups.atLeast" : "groups.dead", { count: dead })} <Aside count={discarded} />
        </>
      ),
    },
  ];
  return (
    <Table
      caption={t("groups.title")}
      columns={columns}
      rows={groups}
      rowKey={(group) => JSON.stringify(addressOfGroup(group))}
      selected={isChosen}
      foot={foot}
      empty={empty}
    />
  );
}
