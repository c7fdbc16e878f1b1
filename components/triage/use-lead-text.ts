import { useTranslations } from "next-intl";
import type { LeadSentence } from "@/lib/triage/rules/lead";
import type { Category } from "@/lib/triage/shapes";

/** The line under the verdict, in words. */
export function useLeadText(): (sentences: readonly LeadSentence[], category: Category) => string {
  const t = useTranslations("triagePage");
  return (sentences, category) =>
    sentences
      .flatMap((sentence) => {
        const { says, ...figures } = sentence;
        if (says !== "consequence") return t(`lead.${says}`, figures as never);
        return category === "healthy" || category === "unknown" ? [] : t(`consequence.${category}`);
      })
      .join(" ");
}
