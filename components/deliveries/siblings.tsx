import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { stateOf } from "@/lib/deliveries/rules/state";
import type { CauseGroup, DeliveryRow } from "@/lib/deliveries/shapes";
import { Blank } from "../ui/blank";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Answer } from "./answer";
import { stateMarks } from "./state-marks";

/** What failed like this one. */
export function GroupPart({ group, now }: { group: CauseGroup; now: string }) {
  const t = useTranslations("deliveries.siblings");
  return (
    <>
      <p>
        {t("dead", { count: group.dead })} {group.more ? t("more") : null}
      </p>
      {group.error === null ? null : (
        <p className="soft alike">
          <code>{group.error}</code>
        </p>
      )}
      <SiblingTable caption={t("group")} rows={group.members} now={now} />
    </>
  );
}

/** A few deliveries, each with its state and the way to its page. */
export function SiblingTable({ caption, rows, now }: { caption: string; rows: readonly DeliveryRow[]; now: string }) {
  const t = useTranslations("deliveries");
  const columns: Column<DeliveryRow>[] = [
    {
      key: "id",
      head: t("column.delivery"),
      width: "100px",
      cell: ({ id }) => (
        <Link prefetch={false} href={`/deliveries/${id}`} className="mono">
          {id}
        </Link>
      ),
    },
    {
      key: "app",
      head: t("column.relyingParty"),
      onlyWide: true,
      cell: ({ relyingPartyName }) => inert(relyingPartyName),
    },
    { key: "event", head: t("column.event"), onlyWide: true, cell: ({ eventType }) => inert(eventType) },
    {
      key: "at",
      head: t("column.enqueued"),
      width: "190px",
      cell: ({ enqueuedAt }) => <Time at={enqueuedAt} now={now} shape="list" />,
    },
    {
      key: "answer",
      head: t("column.lastAnswer"),
      width: "110px",
      onlyWide: true,
      cell: ({ lastStatus, deliveredAt }) => <Answer status={lastStatus} delivered={deliveredAt !== null} />,
    },
    {
      key: "state",
      head: t("siblings.state"),
      width: "110px",
      cell: (row) => <State name={stateMarks[stateOf(row)]}>{t(`state.${stateOf(row)}`)}</State>,
    },
  ];
  const empty = <Blank mark="unknown" title={t("siblings.none")} />;
  return <Table caption={caption} columns={columns} rows={rows} rowKey={({ id }) => id} tight empty={empty} />;
}
