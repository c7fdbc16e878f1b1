import { useTranslations } from "next-intl";
import { sayable } from "@/lib/notices/rules/sayable";
import type { NoticeKind, NoticeValues } from "@/lib/notices/shapes";

/** A notice as one sentence in the reader's language. */
export function useNoticeWords(): (notice: { kind: NoticeKind; values: NoticeValues }) => string {
  const t = useTranslations("notices.kind");
  return ({ kind, values }) => t(kind, sayable(values));
}
