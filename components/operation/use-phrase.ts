import { useTranslations } from "next-intl";
import type { Phrase } from "@/lib/operations/define";

/** Says a phrase that an operation gave by its key. */
export function usePhrase(): (phrase: Phrase) => string {
  const t = useTranslations();
  return ({ key, values }) => t(key as Parameters<typeof t>[0], values);
}
