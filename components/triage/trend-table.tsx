"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ChartView } from "@/lib/live/shapes";
import { stepOf } from "../ui/chart-frame";
import { instantText } from "../ui/instant";
import { type Column, Table } from "../ui/table";
import { useMarkWords } from "./use-mark-words";
import { type Trend, trends, useTrendName, useTrendValue } from "./use-trend";

type Row = { at: string; values: Record<Trend, number | null>; marks: string[] };

/** The same numbers as in the charts, newest first, with what happened in each step. */
export function TrendTable({ view }: { view: ChartView }) {
  const t = useTranslations("triagePage.chart");
  const [name, value, markWords] = [useTrendName(view), useTrendValue(), useMarkWords()];
  const locale = useLocale();
  const { series, now } = view;
  const marks = markWords(view.marks, null);
  const step = stepOf(series.died);
  const rows = series.died.map(({ at }): Row => {
    const begin = Date.parse(at);
    const own = (each: Trend): number | null => series[each].find((point) => point.at === at)?.value ?? null;
    return {
      at,
      values: { latency: own("latency"), errors: own("errors"), died: own("died") },
      marks: marks.flatMap((mark) => (Math.floor((Date.parse(mark.at) - begin) / step) === 0 ? [mark.words] : [])),
    };
  });
  const columns: Column<Row>[] = [
    { key: "at", head: t("column.from"), cell: ({ at }) => instantText(at, now, "UTC", locale) },
    ...trends.map(
      (trend): Column<Row> => ({
        key: trend,
        head: name(trend),
        align: "right",
        cell: ({ values }) => (values[trend] === null ? null : value(trend, values[trend])),
      }),
    ),
    { key: "marks", head: t("column.marks"), cell: ({ marks: each }) => each.join(", ") },
  ];
  return <Table caption={t("title")} columns={columns} rows={rows.toReversed()} rowKey={({ at }) => at} tight />;
}
