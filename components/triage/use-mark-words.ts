import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { inert } from "@/lib/core/text";
import type { Mark } from "@/lib/triage/shapes";
import type { ChartMark } from "../ui/chart-drawing";
import { clockText } from "../ui/instant";

/** What happened, in the words that stand over its line; the first bad sample among the rest. */
export function useMarkWords(): (marks: readonly Mark[], since: string | null) => ChartMark[] {
  const t = useTranslations("triagePage.chart.mark");
  return useCallback(
    (marks, since) => {
      const first = since === null ? [] : [{ at: since, words: t("firstBad", { time: clockText(since, "UTC") }) }];
      const others = marks.map(({ at, kind, label }) => ({ at, words: t(kind, { label: inert(label) }) }));
      return [...others, ...first].toSorted((one, other) => one.at.localeCompare(other.at));
    },
    [t],
  );
}
