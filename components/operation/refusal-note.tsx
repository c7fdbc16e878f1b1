"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Refusal } from "@/lib/core/errors";
import { Note } from "../ui/note";
import { useRefusal } from "./use-refusal";

/** Why it did not run, what to do instead, and the code for whoever helps. */
export function RefusalNote({ refusal, actions }: { refusal: Refusal; actions?: ReactNode }) {
  const say = useRefusal();
  const t = useTranslations("operation");
  const { sentence, wayOut, code } = say(refusal);
  const other = refusal.facts?.requestId;
  return (
    <Note kind="down" lead={sentence} live="polite" actions={actions}>
      {wayOut} {typeof other === "string" ? <Link href={`/operations/${other}`}>{t("itsPage")}</Link> : null}{" "}
      <code className="quiet">{code}</code>
    </Note>
  );
}
