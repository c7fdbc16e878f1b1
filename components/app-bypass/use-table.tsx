import { useTranslations } from "next-intl";
import type { UseLine } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

/** Requests that an app let through without Clerk, as it reported them. */
export function UseTable({ uses, now }: { uses: readonly UseLine[]; now: string }) {
  const t = useTranslations("appBypass.past");
  const columns: Column<UseLine>[] = [
    { key: "at", head: t("at"), width: "190px", cell: ({ at }) => <Time at={at} now={now} shape="list" /> },
    { key: "method", head: t("method"), width: "90px", cell: ({ method }) => <code>{method}</code> },
    { key: "route", head: t("route"), whole: ({ route }) => route, cell: ({ route }) => <code>{inert(route)}</code> },
    {
      key: "subject",
      head: t("subject"),
      width: "190px",
      cell: ({ subject }) =>
        subject === null ? <span className="quiet">{t("stranger")}</span> : <code>{subject.slice(0, 16)}</code>,
    },
  ];
  return (
    <Table
      caption={t("uses")}
      columns={columns}
      rows={uses}
      rowKey={({ id }) => id}
      tight
      foot={uses.length >= 200 ? t("shownAtMost") : undefined}
    />
  );
}
