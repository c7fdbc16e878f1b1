"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Note } from "../ui/note";

/** A newer console is being served. Nothing reloads by itself, least of all in an incident. */
export function NewVersionNote({ onReload }: { onReload: () => void }) {
  const t = useTranslations("shell.newVersion");
  return (
    <Note
      kind="moving"
      live="polite"
      actions={
        <Button size="small" onClick={onReload}>
          {t("reload")}
        </Button>
      }
    >
      {t("words")}
    </Note>
  );
}
