"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import type { RefusalCode } from "@/lib/core/errors";
import { Button, buttonClass } from "../ui/button";
import { TroubleWords } from "./trouble-words";

type Props = {
  title: string;
  /** A refusal's code, or what the framework made of an unexpected error: the log has the same. */
  digest: string | undefined;
  reset: () => void;
};

/** In place of a page that threw while it was drawn: what failed, that nothing is lost, and the way on. */
export function PageTrouble({ title, digest, reset }: Props) {
  const t = useTranslations();
  const router = useRouter();
  const again = (): void =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  const actions = (
    <>
      <Button onClick={again}>{t("common.tryAgain")}</Button>
      {digest === "console_database_unreachable" ? (
        // oxlint-disable-next-line next/no-html-link-for-pages -- no page of ours, and what draws our pages has just failed
        <a className={buttonClass({ variant: "bare" })} href="/console-lost">
          {t("states.failure.lost")}
        </a>
      ) : null}
    </>
  );
  if (t.has(`refusals.${digest as RefusalCode}.sentence`))
    return <TroubleWords code={digest as RefusalCode} actions={actions} />;
  return <TroubleWords code="internal_error" title={title} reference={digest} actions={actions} />;
}
