import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Entry } from "@/lib/incidents/shapes";
import type { RequestState } from "@/lib/requests/shapes";
import type { Named } from "@/lib/triage/rules/next-steps";
import { useOperationTitle } from "../operation/use-operation-title";
import { useProbeName } from "../triage/use-probe-name";
import { useVerdictText } from "../triage/use-verdict-text";

/** `lead` says what happened, `more` what belongs to it; `quote`: a person's own words, inert. */
export type EntryText = { lead: string; more: string | null; quote: string | null };

/** A line of the timeline in the reader's words. */
export function useEntryText(apps: readonly Named[]): (entry: Entry) => EntryText {
  const t = useTranslations("incidents.entry");
  const name = useProbeName(apps);
  const [verdict, operation] = [useVerdictLine(), useOperationLine()];
  const because = useTranslations("bypass.past.because");
  const sayers: Record<Entry["kind"], (entry: Entry) => Omit<EntryText, "quote">> = {
    began: ({ values: { probes = [], suspectedDeploy } }) => ({
      lead: t("began", { probes: probes.map(name).join(", ") || "–" }),
      more: suspectedDeploy ? t("afterDeploy", { deploy: inert(suspectedDeploy) }) : null,
    }),
    declared: ({ values: { category = "unknown", severity = "none", detectedBy = "person", subject } }) => ({
      lead: t("declared", { verdict: verdict({ category, severity }) }),
      more: [t(`detected.${detectedBy}`), ...(subject ? [inert(subject)] : [])].join(" · "),
    }),
    note: () => ({ lead: t("note"), more: null }),
    verdict: ({ values }) => ({
      lead: t("verdict", { verdict: verdict(values) }),
      more: values.wasCategory
        ? t("before", { verdict: verdict({ category: values.wasCategory, severity: values.wasSeverity }) })
        : null,
    }),
    operation,
    grant_opened: ({ values: { who } }) => ({ lead: t("grantOpened", { who: inert(who ?? "–") }), more: null }),
    grant_ended: ({ values: { who, because: why }, author }) => ({
      lead: t("grantEnded", { who: inert(who ?? "–") }),
      more: why && because.has(why as "hand") ? because(why as "hand", { name: inert(author ?? "–") }) : null,
    }),
    resolved: () => ({ lead: t("resolved"), more: null }),
  };
  return (entry) => ({
    ...(sayers[entry.kind]?.(entry) ?? { lead: entry.kind, more: null }),
    quote: entry.text === null ? null : inert(entry.text),
  });
}

/** The verdict with its severity, where it has one: "sev1 · Clerk is down." */
function useVerdictLine(): (values: Pick<Entry["values"], "category" | "severity">) => string {
  const sentence = useVerdictText();
  return ({ category = "unknown", severity = "none" }) => {
    const said = sentence({ category, severity });
    return severity === "none" ? said : `${severity} · ${said}`;
  };
}

function useOperationLine(): (entry: Entry) => Omit<EntryText, "quote"> {
  const t = useTranslations("operation.state");
  const title = useOperationTitle();
  return ({ values: { operation = "", subject = "", ending = "unknown", code } }) => {
    const state = t.has(ending as RequestState) ? t(ending as RequestState) : ending;
    return { lead: `${title(operation, subject)}: ${state}`, more: code ?? null };
  };
}
