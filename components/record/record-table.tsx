import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RecordLine } from "@/lib/record/shapes";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = { lines: readonly RecordLine[]; now: string; foot: ReactNode; empty: ReactNode };

/** Rows of the record, newest first. */
export function RecordTable({ lines, now, foot, empty }: Props) {
  const t = useTranslations("record");
  const columns: Column<RecordLine>[] = [
    { key: "seq", head: t("column.seq"), width: "64px", cell: ({ seq }) => <span className="mono">{seq}</span> },
    {
      key: "at",
      head: t("column.at"),
      width: "190px",
      cell: ({ recordedAt }) => <Time at={recordedAt} now={now} shape="list" />,
    },
    { key: "kind", head: t("column.kind"), width: "90px", cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: "operation",
      head: t("column.operation"),
      cell: ({ operation, requestId }) =>
        requestId ? (
          <Link prefetch={false} href={`/operations/${requestId}`}>
            {operation}
          </Link>
        ) : (
          operation
        ),
    },
    {
      key: "by",
      head: t("column.by"),
      width: "150px",
      onlyWide: true,
      cell: ({ actorName }) => actorName ?? t("by.visitor"),
      whole: ({ actorName }) => actorName ?? undefined,
    },
    {
      key: "ref",
      head: t("column.ref"),
      width: "110px",
      onlyWide: true,
      cell: ({ ref }) => <span className="mono">{ref.slice(0, 8)}</span>,
      whole: ({ ref }) => ref,
    },
    { key: "code", head: t("column.code"), width: "200px", cell: ({ code }) => code && <code>{code}</code> },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={lines}
      rowKey={({ seq }) => seq}
      tight
      foot={foot}
      empty={empty ?? undefined}
    />
  );
}
