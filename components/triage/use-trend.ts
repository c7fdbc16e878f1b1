import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ChartView } from "@/lib/live/shapes";
import { figure } from "../ui/amount";

export const trends = ["latency", "errors", "died"] as const;
export type Trend = (typeof trends)[number];

/** What a trend is called; of the latency, by whose measure. */
export function useTrendName({ latencyBy }: Pick<ChartView, "latencyBy">): (trend: Trend) => string {
  const t = useTranslations("triagePage.chart.name");
  return (trend) => t(trend === "latency" ? (latencyBy === "host" ? "latency_host" : "latency_probe") : trend);
}

/** A value of a trend as its axis and its table write it. */
export function useTrendValue(): (trend: Trend, value: number) => string {
  const [unit, locale] = [useTranslations("common.unit"), useLocale()];
  return useCallback(
    (trend, value) => {
      if (trend === "latency") return unit("milliseconds", { value: figure(value, locale, 0) });
      return trend === "errors" ? unit("percent", { value: figure(value * 100, locale) }) : figure(value, locale, 1);
    },
    [unit, locale],
  );
}
