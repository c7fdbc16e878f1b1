"use client";

import { Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { inert } from "@/lib/core/text";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { instantText } from "../ui/instant";
import { Note } from "../ui/note";

type Props = { name: string; codes: readonly string[]; address: string; onKept: () => void };

/** Ten codes, shown once: on paper they are the whole page. Leaving before they are kept asks first. */
export function PrintedSheet({ name, codes, address, onKept }: Props) {
  const t = useTranslations("enrolments.sheet.shown");
  const [madeAt] = useState(() => new Date());
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    paper.current?.focus();
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return (
    <div className="paper" ref={paper} tabIndex={-1} role="group" aria-label={t("title", { name: inert(name) })}>
      <Note kind="degraded" live="polite" lead={t("lead")}>
        {t("words")}
      </Note>
      <h3>{t("title", { name: inert(name) })}</h3>
      <ol className="printed-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>{t("where", { address })}</p>
      <p className="soft">
        {t("pinNote")} <span className="nb">{t("made", { time: instantText(madeAt, new Date(0), "UTC", "en") })}</span>
      </p>
      <div className="acts">
        <Button variant="primary" icon={<Icon of={Printer} />} onClick={() => window.print()}>
          {t("print")}
        </Button>
        <Button onClick={onKept}>{t("keep")}</Button>
      </div>
    </div>
  );
}
