"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { type ChartSeries, type ChartView, chartRanges } from "@/lib/live/shapes";
import { useLive } from "../console/use-live";
import { Chart } from "../ui/chart";
import { clockText } from "../ui/instant";
import { Section } from "../ui/section";
import { TrendTable } from "./trend-table";
import { useMarkWords } from "./use-mark-words";
import { type Trend, trends, useTrendName, useTrendValue } from "./use-trend";

const pollMs = 15_000;

/** A tenth of a second, one in a hundred, four deliveries: less than that is a good day. */
const least: Record<Trend, number> = { latency: 100, errors: 0.01, died: 4 };

type Props = { initial: ChartView; asTable: boolean; since: string | null; paused: boolean };

/** How the identity provider and its deliveries did in the last hours, with what happened meanwhile. */
export function Trends({ initial, asTable, since, paused }: Props) {
  const t = useTranslations("triagePage.chart");
  const { data: view } = useLive<ChartView>("triage-chart", { range: initial.range }, initial, paused ? null : pollMs);
  return (
    <Section title={t("title")} aside={<Ranges chosen={initial.range} asTable={asTable} />} id="trends">
      {asTable ? (
        <TrendTable view={view} />
      ) : (
        trends.map((trend) => <TrendChart key={trend} trend={trend} view={view} since={since} />)
      )}
    </Section>
  );
}

/** Range and form live in the address, so that a link shows what its sender saw. */
function Ranges({ chosen, asTable }: { chosen: string; asTable: boolean }) {
  const t = useTranslations("triagePage.chart");
  const to = (range: string, table: boolean): string => `/triage?range=${range}${table ? "&as=table" : ""}`;
  return (
    <span className="ranges">
      {chartRanges.map((range) => (
        <Link
          key={range}
          prefetch={false}
          scroll={false}
          href={to(range, asTable)}
          aria-current={range === chosen ? "true" : undefined}
        >
          {t(`range.${range}`)}
        </Link>
      ))}
      <Link prefetch={false} scroll={false} href={to(chosen, !asTable)}>
        {t(asTable ? "asChart" : "asTable")}
      </Link>
    </span>
  );
}

function TrendChart({ trend, view, since }: { trend: Trend; view: ChartView; since: string | null }) {
  const t = useTranslations("triagePage.chart");
  const [value, markWords] = [useTrendValue(), useMarkWords()];
  const points = view.series[trend];
  const write = useCallback((each: number) => value(trend, each), [trend, value]);
  const writeGap = useCallback(
    (from: number, to: number) => t("gap", { from: clockText(from, "UTC", false), to: clockText(to, "UTC", false) }),
    [t],
  );
  const marks = useMemo(() => markWords(view.marks, since), [markWords, view.marks, since]);
  const name = useTrendName(view)(trend);
  const summary = useSummary(view)(trend, points);
  return (
    <figure className="trend">
      <figcaption>
        <b className="strong">{name}</b> <span className="small quiet">{summary}</span>
      </figcaption>
      <Chart
        points={points}
        marks={marks}
        label={`${name}: ${summary}`}
        least={least[trend]}
        write={write}
        writeGap={writeGap}
      />
    </figure>
  );
}

/** A line in one sentence: now, lowest and highest, and whether all of it was seen. */
function useSummary({ range }: ChartView): (trend: Trend, points: ChartSeries) => string {
  const t = useTranslations("triagePage.chart");
  const value = useTrendValue();
  return (trend, points) => {
    const seen = points.flatMap(({ value: each }) => (each === null ? [] : [each]));
    const last = seen.at(-1);
    if (last === undefined) return t("nothing", { range: t(`range.${range}`) });
    return t("summary", {
      now: value(trend, last),
      low: value(trend, Math.min(...seen)),
      high: value(trend, Math.max(...seen)),
      range: t(`range.${range}`),
    });
  };
}
