import { useTranslations } from "next-intl";
import type { Category, Severity } from "@/lib/triage/shapes";
import type { SeverityName } from "../ui/mark";

/** The verdict's one sentence: "Clerk is down." */
export function useVerdictText(): (verdict: { category: Category; severity: Severity }) => string {
  const t = useTranslations("triagePage.verdict");
  return ({ category, severity }) => t(category, { severity });
}

/** Whoever looks at a verdict that is older than this looks at the past. @source look: age and source beside every number */
export const staleAfterSeconds = 60;

export type Ground = "down" | "degraded" | "ok" | "unknown" | "stale";

/** On what ground a verdict stands. What is not known, or was known a while ago, is grey and never green. */
export function groundOf({ category, severity }: { category: Category; severity: Severity }, stale: boolean): Ground {
  if (stale) return "stale";
  if (severity === "sev1") return "down";
  if (severity !== "none") return "degraded";
  return category === "healthy" ? "ok" : "unknown";
}

export const severityMark = (severity: Severity): SeverityName | null => (severity === "none" ? null : severity);
