import { useTranslations } from "next-intl";
import { LookUpForm } from "../ui/look-up-form";

/** Finds calls by whatever is said of them. */
export function CallSearch({ q }: { q: string }) {
  const t = useTranslations("apiReference.search");
  const words = { label: t("label"), apply: t("apply"), clear: t("clear") };
  return <LookUpForm action="/settings/api" q={q} {...words} className="of-calls" />;
}
