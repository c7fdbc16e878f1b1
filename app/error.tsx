"use client";

import { useTranslations } from "next-intl";
import { Brand } from "@/components/console/brand";
import { PageTrouble } from "@/components/console/page-trouble";

/** The frame itself could not be drawn: most likely our own database does not answer. */
export default function FrameError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("states.failure");
  return (
    <div className="threshold">
      <header>
        <Brand />
      </header>
      <main id="main">
        <PageTrouble title={t("title")} digest={error.digest} reset={reset} />
      </main>
    </div>
  );
}
