import { useTranslations } from "next-intl";
import { Blank } from "../ui/blank";
import { ButtonLink } from "../ui/button-link";

/** An address without a page, or without a thing behind it. It shows nothing of anybody. */
export function NothingHere() {
  const t = useTranslations();
  return (
    <Blank
      level={1}
      mark="unknown"
      title={t("states.notFound.title")}
      actions={<ButtonLink href="/triage">{t("common.goTo.triage")}</ButtonLink>}
    >
      {t("states.notFound.words")}
    </Blank>
  );
}
