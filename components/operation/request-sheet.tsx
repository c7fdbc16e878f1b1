"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import type { GatesName } from "../ui/mark";
import { Note } from "../ui/note";
import { Risk } from "../ui/risk";
import { Sheet } from "../ui/sheet";
import { Why } from "../ui/why";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  risk: GatesName;
  operation: string;
  /** Once it is done: what was done. */
  done: string | null;
  children: ReactNode;
};

/** A sheet in which one step of a stored request is taken. Closing it changes nothing. */
export function RequestSheet({ open, onClose, title, risk, operation, done, children }: Props) {
  const t = useTranslations("approvals.sheet");
  const common = useTranslations("common");
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={title}
      above={
        <>
          <Risk name={risk} /> <code>{operation}</code>
        </>
      }
      footer={
        <>
          <Why>{done === null ? t("nothingYet") : t("kept")}</Why>
          <Button onClick={onClose}>{common("close")}</Button>
        </>
      }
    >
      {done === null ? (
        <ol>{children}</ol>
      ) : (
        <Note kind="ok" lead={done} live="polite">
          {t("seen")}
        </Note>
      )}
    </Sheet>
  );
}
