import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { AttemptError } from "@/lib/notices/shapes";

type Failing = { lastError: AttemptError | null; lastDetail: string | null };

/** Why an attempt failed, in the reader's words: fills the gaps `error` and `detail`. */
export function useFailureWords(): (failing: Failing) => { error: string; detail: string } {
  const t = useTranslations("channels.error");
  return ({ lastError, lastDetail }) => ({
    error: lastError ? t(lastError) : "none",
    detail: lastDetail ? inert(lastDetail) : "none",
  });
}
