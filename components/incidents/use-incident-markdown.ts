import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { plainInMarkdown } from "@/lib/incidents/rules/markdown";
import { nameOfIncident } from "@/lib/incidents/shapes";
import type { IncidentView } from "@/lib/live/shapes";
import { useEntryText } from "./use-entry-text";

/** The whole incident, to be pasted where people talk. */
export function useIncidentMarkdown({ incident, apps }: IncidentView): string {
  const [t, category] = [useTranslations("incidents"), useTranslations("triagePage.category")];
  const say = useEntryText(apps);
  const { number, title, severity, state, detectedBy, beganAt, declaredAt, declaredBy, resolvedAt, resolvedBy } =
    incident;
  const name = (who: string): string => plainInMarkdown(inert(who));
  const facts = [
    `${t("fact.category")}: ${category(incident.category)}${severity === "none" ? "" : ` (${severity})`}`,
    `${t("fact.state")}: ${t(`state.${state}`)}`,
    `${t("fact.detected")}: ${t(`detected.${detectedBy}`)}`,
    `${t("fact.began")}: ${beganAt ?? t("notKnown")}`,
    `${t("fact.declared")}: ${declaredAt}, ${name(declaredBy)}`,
    ...(resolvedAt === null ? [] : [`${t("fact.resolved")}: ${resolvedAt}, ${name(resolvedBy ?? "–")}`]),
  ];
  const lines = incident.timeline.map((entry) => {
    const { lead, more, quote } = say(entry);
    const said = [lead, quote, more].flatMap((part) => (part === null ? [] : plainInMarkdown(part))).join(" · ");
    return `${entry.happenedAt} ${said}${entry.author === null ? "" : ` (${name(entry.author)})`}`;
  });
  return [
    `## ${nameOfIncident(number)} ${plainInMarkdown(inert(title))}`,
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    `### ${t("timeline.title")}`,
    "",
    ...lines.map((line) => `- ${line}`),
    "",
  ].join("\n");
}
