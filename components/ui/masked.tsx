import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A value of which only a part is shown; the dashed ground says so to eyes, a word to screen readers. */
export function Masked({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <span className="masked">
      <span className="sr">{t("masked")} </span>
      {children}
    </span>
  );
}
