import { useTranslations } from "next-intl";

/** How many of the dead were set aside, where any were. */
export function Aside({ count }: { count: number }) {
  const t = useTranslations("deliveries");
  return count > 0 ? <span className="quiet nb">{t("discarded", { count })}</span> : null;
}
