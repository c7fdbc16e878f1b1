"use client";

import { useTranslations } from "next-intl";
import { Page } from "@/components/console/page";
import { PageTrouble } from "@/components/console/page-trouble";

/** A page that could not be drawn, inside its frame. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("states.failure");
  return (
    <Page>
      <PageTrouble title={t("title")} digest={error.digest} reset={reset} />
    </Page>
  );
}
