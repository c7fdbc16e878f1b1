"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { Age } from "../ui/age";
import { Button } from "../ui/button";

/** What is older than this no longer speaks of now. */
const staleAfterSeconds = 30;

/** How old what the page shows is, and a way to have it read anew, in place. */
export function AskAgain({ readAt }: { readAt: string }) {
  const t = useTranslations("common");
  return (
    <>
      <span className="quiet nb">
        {t.rich("readAt", { age: () => <Age at={readAt} now={readAt} staleAfterSeconds={staleAfterSeconds} /> })}
      </span>
      <AskAgainButton />
    </>
  );
}

/** Has the page read anew, in place. */
export function AskAgainButton() {
  const t = useTranslations("common");
  const router = useRouter();
  return <Button onClick={() => startTransition(() => router.refresh())}>{t("askAgain")}</Button>;
}
