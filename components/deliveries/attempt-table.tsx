import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Attempt } from "@/lib/deliveries/shapes";
import { Blank } from "../ui/blank";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Answer } from "./answer";

/** The attempts that this console saw or kept, newest first. */
export function AttemptTable({ attempts, now }: { attempts: readonly Attempt[]; now: string }) {
  const t = useTranslations("deliveries.attempts");
  const columns: Column<Attempt>[] = [
    { key: "attempt", head: t("number"), align: "right", width: "44px", cell: ({ attempt }) => attempt },
    { key: "at", head: t("at"), width: "190px", cell: ({ at }) => <Time at={at} now={now} shape="list" /> },
    {
      key: "source",
      head: t("source"),
      width: "170px",
      onlyWide: true,
      cell: ({ source }) => t(source === "kept" ? "keptBefore" : "observed"),
    },
    {
      key: "error",
      head: t("result"),
      cell: ({ error, result }) => (error ? inert(error) : result),
      whole: ({ error }) => (error ? inert(error) : undefined),
    },
    {
      key: "answer",
      head: t("answer"),
      width: "100px",
      cell: ({ status, result }) => <Answer status={status} delivered={result === "delivered"} />,
    },
  ];
  const rowKey = ({ source, at, attempt }: Attempt): string => `${source}${at}${attempt}`;
  const empty = <Blank mark="unknown" title={t("empty")} />;
  return <Table caption={t("section")} columns={columns} rows={attempts} rowKey={rowKey} tight empty={empty} />;
}
