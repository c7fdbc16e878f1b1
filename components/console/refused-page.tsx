import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/core/errors";
import { ButtonLink } from "../ui/button-link";
import { Page } from "./page";
import { TroubleWords } from "./trouble-words";

/** A page that is not for this person, or whose source does not answer: what is the matter, and the way on. */
export function RefusedPage({ refusal, again }: { refusal: Refusal; again: string }) {
  const t = useTranslations("common");
  return (
    <Page>
      <TroubleWords code={refusal.code} actions={<ButtonLink href={again}>{t("tryAgain")}</ButtonLink>} />
    </Page>
  );
}
