"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { inert } from "@/lib/core/text";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Note } from "../ui/note";

/** A new token, shown this once. Leaving before it is kept asks first. */
export function ShownToken({ name, token, onKept }: { name: string; token: string; onKept: () => void }) {
  const t = useTranslations("apiTokens.shown");
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    group.current?.focus();
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return (
    <div className="shown-token" ref={group} tabIndex={-1} role="group" aria-label={t("title", { name: inert(name) })}>
      <Note kind="degraded" live="polite" lead={t("lead")}>
        {t("words")}
      </Note>
      <p>
        <code aria-label={t("token")}>{token}</code>
      </p>
      <div className="acts">
        <CopyButton text={token}>{t("copy")}</CopyButton>
        <Button onClick={onKept}>{t("kept")}</Button>
      </div>
    </div>
  );
}
