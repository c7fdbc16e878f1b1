import { useTranslations } from "next-intl";
import type { TriageView } from "@/lib/live/shapes";
import { inOrder } from "@/lib/triage/rules/evidence-order";
import { leadOf } from "@/lib/triage/rules/lead";
import { stateOf } from "./evidence-table";
import { useLeadText } from "./use-lead-text";
import { useProbeName } from "./use-probe-name";
import { useReading } from "./use-reading";
import { useVerdictText } from "./use-verdict-text";

/** All that the page says, to be pasted where people talk. */
export function useMarkdown({ triage, apps, now }: TriageView): string {
  const [t, state] = [useTranslations("triagePage"), useTranslations("common.state")];
  const [sentence, lead, name, reading] = [useVerdictText(), useLeadText(), useProbeName(apps), useReading(now)];
  const { category, severity, confidence, since, observedAt } = triage;
  const says = (probe: string): string => {
    if (triage.for.includes(probe)) return t("evidence.for", { category: t(`category.${category}`) });
    return triage.against.includes(probe) ? t("evidence.against") : "";
  };
  const heading = t("markdown.heading", { verdict: sentence(triage), category: t(`category.${category}`), severity });
  const facts = [
    ...(since === null ? [] : [t("markdown.since", { at: since })]),
    t("markdown.confidence", {
      confidence: t(`confidence.${confidence}`),
      for: triage.for.length,
      against: triage.against.length,
    }),
    t("markdown.measured", { at: observedAt ?? t("readout.never") }),
    ...triage.also.map((each) => `${t("markdown.also")}: ${sentence(each)} (${each.severity}, ${each.since})`),
  ];
  const rows = inOrder(triage.evidence).map((seen) =>
    [name(seen.probe), state(stateOf(seen)), reading(seen), seen.observedAt ?? "", says(seen.probe)].map(cell),
  );
  return [
    `## ${heading}`,
    "",
    lead(leadOf(triage), triage),
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    t("markdown.table"),
    "| --- | --- | --- | --- | --- |",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
