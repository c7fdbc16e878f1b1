import { inert } from "@/lib/core/text";
import type { speak } from "@/lib/i18n/speak";
import { plainInMarkdown } from "@/lib/incidents/rules/markdown";
import type { IncidentReport, ReportLine, Told } from "@/lib/incidents/rules/report";

type Say = ReturnType<typeof speak>;

/**
 * A report as Markdown, under the runbook's headings. Behind each line stands how it is known; what nobody has written yet says so.
 * @source Clerk incident runbook, step 6
 */
export function reportMarkdown(report: IncidentReport, say: Say): string {
  const t = (key: ReportKey): string => say(`incidentReport.${key}`);
  const told = <Value>({ value, source }: Told<Value>, words: (value: Value) => string): string =>
    value === null || source === null ? t("toWrite") : `${words(value)} (${t(`source.${source}`)})`;
  const { incident, title, date, durationSeconds, severity, category, timeline, suspectedDeploy, impact } = report;
  const spanOf = (seconds: number): string => say("incidentReport.span", hoursAndMinutes(seconds));
  return [
    `## ${t("title")} ${incident}: ${plain(title)}`,
    "",
    t("draft"),
    "",
    // Two blanks end a line and not its paragraph.
    `**${t("date")}:** ${told(date, momentOf)}  `,
    `**${t("duration")}:** ${told(durationSeconds, spanOf)}  `,
    `**${t("severity")}:** ${told(severity, (value) => (value === "none" ? value : t(`severityOf.${value}`)))}  `,
    `**${t("category")}:** ${told(category, (value) => say(`triagePage.category.${value}`))}`,
    "",
    `### ${t("timeline")}`,
    "",
    ...timeline.map((line) => `- ${momentOf(line.at)} — ${lineText(line, say)} (${knownBy(line, say)})`),
    "",
    `### ${t("rootCause")}`,
    "",
    told(report.rootCause, plain),
    ...(suspectedDeploy.value === null ? [] : ["", `- ${t("suspectedDeploy")}: ${told(suspectedDeploy, plain)}`]),
    "",
    `### ${t("impact")}`,
    "",
    `- ${t("usersAffected")}: ${told(impact.usersAffected, String)}`,
    `- ${t("authDowntime")}: ${told(impact.authDowntimeSeconds, spanOf)}`,
    `- ${t("dataLoss")}: ${told(impact.dataLoss, plain)}`,
    "",
    `### ${t("actionItems")}`,
    "",
    ...(report.actionItems.length === 0
      ? [`- [ ] ${t("toWrite")}`]
      : report.actionItems.map((each) => `- [ ] ${plain(each)}`)),
    "",
  ].join("\n");
}

type ReportKey =
  | "title"
  | "draft"
  | "date"
  | "duration"
  | "severity"
  | "category"
  | "timeline"
  | "rootCause"
  | "suspectedDeploy"
  | "impact"
  | "usersAffected"
  | "authDowntime"
  | "dataLoss"
  | "actionItems"
  | "toWrite"
  | `source.${"measured" | "stated" | "inferred"}`
  | `severityOf.${"sev1" | "sev2" | "sev3"}`;

const plain = (text: string): string => plainInMarkdown(inert(text));

const momentOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

function hoursAndMinutes(seconds: number): { hours: number; minutes: number } {
  const minutes = Math.round(seconds / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

function knownBy({ source, author }: ReportLine, say: Say): string {
  const how = say(`incidentReport.source.${source}`);
  return author === null ? how : `${how}, ${plain(author)}`;
}

/** What happened, in the words of the timeline; operations and probes by the names that programs know them by. */
function lineText({ kind, text, values }: ReportLine, say: Say): string {
  const { category = "unknown", severity = "none", detectedBy = "person", probes = [], who = "–" } = values;
  const { operation = "", subject = "", ending = "unknown", code } = values;
  const verdict = `${say(`triagePage.category.${category}`)}${severity === "none" ? "" : `, ${severity}`}`;
  const words: Record<ReportLine["kind"], () => string> = {
    began: () => say("incidents.entry.began", { probes: plain(probes.join(", ")) || "–" }),
    declared: () => `${say("incidents.entry.declared", { verdict })}, ${say(`incidents.entry.detected.${detectedBy}`)}`,
    note: () => say("incidents.entry.note"),
    verdict: () => say("incidents.entry.verdict", { verdict }),
    operation: () => plain(`${operation} ${subject}: ${ending}${code ? ` (${code})` : ""}`),
    grant_opened: () => say("incidents.entry.grantOpened", { who: plain(who) }),
    grant_ended: () => say("incidents.entry.grantEnded", { who: plain(who) }),
    resolved: () => say("incidents.entry.resolved"),
  };
  return [words[kind](), ...(text === null ? [] : [plain(text)])].join(": ");
}
