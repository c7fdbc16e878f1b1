import { useTranslations } from "next-intl";
import { LookUpForm } from "../ui/look-up-form";

/** One field for every way in which somebody may be named. */
export function CustomerSearchForm({ q }: { q: string }) {
  const t = useTranslations("customers.search");
  return <LookUpForm action="/people" q={q} label={t("label")} apply={t("apply")} clear={t("clear")} />;
}
