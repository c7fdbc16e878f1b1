import { useTranslations } from "next-intl";
import type { LeadSentence } from "@/lib/triage/rules/lead";
import type { Category, Severity } from "@/lib/triage/shapes";

/** The line under the verdict, in words. */
export function useLeadText(): (
  sentences: readonly LeadSentence[],
  verdict: { category: Category; severity: Severity },
) => string {
  const t = useTranslations("triagePage");
  return (sentences, { category, severity }) =>
    sentences
      .flatMap((sentence) => {
        const { says, ...figures } = sentence;
        if (says !== "consequence") return t(`lead.${says}`, figures as never);
        return category === "healthy" || category === "unknown" ? [] : t(`consequence.${category}`, { severity });
      })
      .join(" ");
}
