import type { Category, Severity } from "@/lib/triage/shapes";
import { type Entry, type Incident, nameOfIncident } from "../shapes";

/** `measured`: our probes or our own record; `stated`: a person; `inferred`: from two of these. */
export const sources = ["measured", "stated", "inferred"] as const;
export type Source = (typeof sources)[number];

/** Something that a report says, and how it is known. What nobody has said and nothing has measured has no value, and no source. */
export type Told<Value> = { value: Value; source: Source } | { value: null; source: null };

export type ReportLine = { at: string; source: Source; author: string | null } & Pick<
  Entry,
  "kind" | "text" | "values"
>;

/**
 * A report under the runbook's headings, of what the console knows by itself. It is a draft: what a person has to write is empty.
 * @source Clerk incident runbook, step 6
 */
export type IncidentReport = {
  incident: string;
  title: string;
  state: "draft";
  date: Told<string>;
  durationSeconds: Told<number>;
  severity: Told<Severity>;
  category: Told<Category>;
  timeline: readonly ReportLine[];
  rootCause: Told<string>;
  suspectedDeploy: Told<string>;
  impact: { usersAffected: Told<number>; authDowntimeSeconds: Told<number>; dataLoss: Told<string> };
  actionItems: readonly string[];
};

const unknown = { value: null, source: null } as const;

/** Drafts the report of an incident from its timeline. Nothing in it is guessed. */
export function draftReport(incident: Incident): IncidentReport {
  const { number, title, severity, category, declaredAt, beganAt, resolvedAt, suspectedDeploy, timeline } = incident;
  const since = beganAt ?? declaredAt;
  return {
    incident: nameOfIncident(number),
    title,
    state: "draft",
    date: { value: since, source: beganAt === null ? "stated" : "measured" },
    durationSeconds:
      resolvedAt === null
        ? unknown
        : { value: Math.round((Date.parse(resolvedAt) - Date.parse(since)) / 1_000), source: "inferred" },
    severity: severity === "none" ? unknown : { value: severity, source: "stated" },
    category: { value: category, source: "stated" },
    timeline: timeline.map((entry) => ({
      at: entry.happenedAt,
      source: sourceOf(entry),
      author: entry.author,
      kind: entry.kind,
      text: entry.text,
      values: entry.values,
    })),
    rootCause: unknown,
    suspectedDeploy: suspectedDeploy === null ? unknown : { value: suspectedDeploy, source: "inferred" },
    impact: { usersAffected: unknown, authDowntimeSeconds: unknown, dataLoss: unknown },
    actionItems: [],
  };
}

/** What a person did through the console, which wrote it down: nobody's word has to be taken for it. */
const byConsole: ReadonlySet<Entry["kind"]> = new Set(["operation", "grant_opened", "grant_ended"]);

/** How a line of a timeline is known. */
export const sourceOf = ({ kind, author }: Pick<Entry, "kind" | "author">): Source =>
  author === null || byConsole.has(kind) ? "measured" : "stated";
