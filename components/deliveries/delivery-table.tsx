import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import { sortedBy } from "@/lib/deliveries/rules/state";
import type { DeliveryRow, DeliveryState } from "@/lib/deliveries/shapes";
import { Amount } from "../ui/amount";
import { State } from "../ui/state";
import { type Column, type Pick, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Answer } from "./answer";

type Props = {
  state: DeliveryState;
  rows: readonly DeliveryRow[];
  now: string;
  foot: ReactNode;
  pick: Pick<DeliveryRow>;
};

/** A page of deliveries. Everything that came from outside is inert text. */
export function DeliveryTable({ state, rows, now, foot, pick }: Props) {
  const t = useTranslations("deliveries");
  const columns: Column<DeliveryRow>[] = [
    {
      key: "id",
      head: t("column.delivery"),
      width: "92px",
      cell: ({ id, discarded }) => (
        <>
          <Link prefetch={false} href={`/deliveries/${id}`} className="mono">
            {id}
          </Link>{" "}
          {discarded ? <State name="stale">{t("state.discarded")}</State> : null}
        </>
      ),
    },
    {
      key: "app",
      head: t("column.relyingParty"),
      width: "130px",
      cell: ({ relyingPartyName }) => inert(relyingPartyName),
    },
    {
      key: "event",
      head: t("column.event"),
      width: "150px",
      onlyWide: true,
      cell: ({ eventType }) => inert(eventType),
    },
    {
      key: "at",
      head: t(`column.${({ dead: "died", pending: "enqueued", delivered: "delivered" } as const)[state]}`),
      width: "180px",
      sorted: "descending",
      cell: (row) => <Time at={sortedBy(row, state)} now={now} shape="list" />,
    },
    {
      key: "subject",
      head: t("column.subject"),
      width: "120px",
      onlyWide: true,
      cell: ({ subject }) => subject && <span className="mono">{inert(subject)}</span>,
    },
    {
      key: "attempts",
      head: t("column.attempts"),
      align: "right",
      width: "72px",
      onlyWide: true,
      cell: ({ attempts }) => <Amount value={attempts} />,
    },
    {
      key: "error",
      head: t("column.error"),
      onlyWide: true,
      cell: ({ lastError }) => lastError && inert(lastError),
      whole: ({ lastError }) => (lastError ? inert(lastError) : undefined),
    },
    {
      key: "answer",
      head: t("column.lastAnswer"),
      width: "100px",
      cell: ({ lastStatus, deliveredAt }) => <Answer status={lastStatus} delivered={deliveredAt !== null} />,
    },
  ];
  return <Table caption={t("list")} columns={columns} rows={rows} rowKey={({ id }) => id} pick={pick} foot={foot} />;
}
