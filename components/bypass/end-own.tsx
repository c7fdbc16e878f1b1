"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { useEndGrant } from "./use-end-grant";

/** In the place of "Sign out", for whoever came in without Clerk. */
export function EndOwn({ id }: { id: string }) {
  const t = useTranslations("glass");
  const { busy, end } = useEndGrant({ id });
  return (
    <Button variant="bare" gates="stop" busy={busy} onClick={end}>
      {busy ? t("ending") : t("endOwn")}
    </Button>
  );
}
