import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";

/** An operation by its public name and what it touches, as a sentence: "Retry delivery 88213402 to EB". */
export function useOperationTitle(): (operation: string, subject: string) => string {
  const t = useTranslations("operations.names");
  return (operation, subject) => {
    const title = `${operation}.title` as Parameters<typeof t.has>[0];
    const said = inert(subject);
    if (said === "" || !t.has(title)) return `${operation} ${said}`.trim();
    const sentence = t(title as "delivery.retry.title", { subject: said });
    return sentence.includes(said) ? sentence : `${sentence}: ${said}`;
  };
}
