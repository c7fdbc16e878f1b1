import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import { type IncidentCard, nameOfIncident } from "@/lib/incidents/shapes";
import { Severity } from "../ui/severity";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { IncidentState } from "./incident-state";

type Props = { cards: readonly IncidentCard[]; now: string; foot: ReactNode; empty: ReactNode };

/** Incidents: what is open first, then the newest. */
export function IncidentTable({ cards, now, foot, empty }: Props) {
  const [t, category] = [useTranslations("incidents"), useTranslations("triagePage.category")];
  const columns: Column<IncidentCard>[] = [
    {
      key: "number",
      head: t("column.number"),
      width: "100px",
      cell: ({ number }) => (
        <Link prefetch={false} href={`/incidents/${number}`}>
          {nameOfIncident(number)}
        </Link>
      ),
    },
    {
      key: "severity",
      head: t("column.severity"),
      width: "90px",
      cell: ({ severity }) => (severity === "none" ? null : <Severity name={severity} />),
    },
    { key: "title", head: t("column.title"), cell: ({ title }) => <span className="inert">{inert(title)}</span> },
    {
      key: "category",
      head: t("column.category"),
      width: "170px",
      onlyWide: true,
      cell: (card) => category(card.category),
    },
    {
      key: "declared",
      head: t("column.declared"),
      width: "190px",
      cell: ({ declaredAt }) => <Time at={declaredAt} now={now} shape="list" />,
    },
    { key: "by", head: t("column.by"), width: "120px", cell: ({ declaredBy }) => inert(declaredBy) },
    { key: "state", head: t("column.state"), width: "110px", cell: ({ state }) => <IncidentState state={state} /> },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={cards}
      rowKey={({ number }) => `${number}`}
      foot={foot}
      empty={empty}
    />
  );
}
