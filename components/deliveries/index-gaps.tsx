import { useTranslations } from "next-intl";
import type { IndexGap } from "@/lib/deliveries/shapes";
import { Note } from "../ui/note";

/** What the IdP's owner could do so that this page is quick; nothing where nothing is missing. */
export function IndexGaps({ gaps }: { gaps: readonly IndexGap[] }) {
  const t = useTranslations("deliveries.gaps");
  if (gaps.length === 0) return null;
  return (
    <Note kind="degraded" lead={t("lead")}>
      {gaps.map((gap) => t(gap)).join(" ")} {t("remedy")}{" "}
      <a href="/api/identity-provider-indexes" download>
        identity-provider-indexes.sql
      </a>
    </Note>
  );
}
