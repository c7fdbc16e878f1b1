import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import type { RequestCard } from "@/lib/requests/shapes";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { RequestState } from "./request-state";

type Props = { cards: readonly RequestCard[]; now: string; foot: ReactNode; empty: ReactNode };

/** What people asked the console to do, newest first. */
export function RequestTable({ cards, now, foot, empty }: Props) {
  const t = useTranslations("operations");
  const columns: Column<RequestCard>[] = [
    {
      key: "code",
      head: t("column.code"),
      width: "110px",
      cell: ({ id, code }) => (
        <Link prefetch={false} href={`/operations/${id}`} className="mono">
          {code}
        </Link>
      ),
    },
    {
      key: "operation",
      head: t("column.operation"),
      width: "180px",
      cell: ({ operation }) => <code>{operation}</code>,
    },
    {
      key: "asked",
      head: t("column.asked"),
      width: "190px",
      cell: ({ createdAt }) => <Time at={createdAt} now={now} shape="list" />,
    },
    { key: "by", head: t("column.by"), width: "120px", cell: ({ requesterName }) => requesterName },
    {
      key: "reason",
      head: t("column.reason"),
      onlyWide: true,
      cell: ({ reason }) => inert(reason),
      whole: ({ reason }) => inert(reason),
    },
    { key: "state", head: t("column.state"), width: "140px", cell: ({ state }) => <RequestState state={state} /> },
  ];
  return (
    <Table caption={t("title")} columns={columns} rows={cards} rowKey={({ id }) => id} foot={foot} empty={empty} />
  );
}
