"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { LogLine } from "@/lib/deploys/shapes";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = { lines: readonly LogLine[]; now: string; none: string };

/** Lines that programs wrote: free text of strangers. */
export function LogLines({ lines, now, none }: Props) {
  const t = useTranslations("deploys.logs");
  const columns: Column<LogLine>[] = [
    {
      key: "at",
      head: t("column.at"),
      width: "150px",
      cell: ({ at }) => at && <Time at={at} now={now} shape="instant" />,
    },
    {
      key: "line",
      head: t("column.line"),
      cell: ({ message }) => <span className="mono log-line">{inert(message)}</span>,
    },
    {
      key: "level",
      head: t("column.level"),
      width: "80px",
      align: "right",
      cell: ({ labels }) => inert(labels.level ?? ""),
    },
  ];
  return (
    <Table
      caption={t("caption")}
      columns={columns}
      rows={lines}
      rowKey={({ id }) => id}
      tight
      foot={t("shown", { count: lines.length })}
      empty={<p className="soft">{none}</p>}
    />
  );
}
