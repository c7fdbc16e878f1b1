"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";

/** The file that an act made, at an address that answers once. */
export function TakeFile({ address }: { address: string }) {
  const t = useTranslations("operation.outcome");
  const [taken, setTaken] = useState(false);
  return (
    <form method="post" action={address} onSubmit={() => setTaken(true)}>
      <Button type="submit" variant={taken ? "default" : "primary"} why={taken ? t("fileTaken") : undefined}>
        {t("takeFile")}
      </Button>
    </form>
  );
}
