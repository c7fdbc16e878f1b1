"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import type { DeclarePrefill } from "@/lib/incidents/shapes";
import type { Performed } from "@/lib/operations/perform/run-request";
import { unanswered } from "../operation/unanswered";
import { useVerdictText } from "../triage/use-verdict-text";

export type Declared = Performed["outcome"];
type Wish = Pick<DeclarePrefill, "category" | "severity"> & { title: string; note: string };

/** What somebody is about to declare. Until they write a title of their own, it follows what they choose. */
export function useDeclaration(prefill: DeclarePrefill, onDeclared: (outcome: Declared) => void) {
  const titleOf = useIncidentTitle();
  const [typed, setTyped] = useState<Partial<Wish>>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const { category, severity } = { ...prefill, ...typed };
  // The page's own words are about its own kind of trouble.
  const begun: Partial<DeclarePrefill> = category === prefill.category ? prefill : {};
  const title = typed.title ?? begun.title ?? titleOf({ category, severity });
  const note = typed.note ?? begun.note ?? "";
  const missing = tried && title.trim() === "";
  const change = (wish: Partial<Wish>): void => setTyped((before) => ({ ...before, ...wish }));
  const declare = async (another: boolean): Promise<void> => {
    setTried(true);
    if (busy || title.trim() === "") return;
    setBusy(true);
    const said = note.trim() === "" ? {} : { note };
    const about = category === "key_compromise" && prefill.key !== undefined ? { key: prefill.key } : {};
    const input = { title, category, severity, another, ...said, ...about };
    const done = await perform({ operation: "incident.declare", input }).catch(unanswered);
    setBusy(false);
    if (done.ok) return onDeclared(done.value.outcome);
    setRefusal(done.refusal);
  };
  return {
    title,
    category,
    severity,
    note,
    missing,
    busy,
    refusal,
    change,
    declare: (more: boolean) => void declare(more),
  };
}

/** An incident's title until somebody has a better one: the verdict's own sentence. */
function useIncidentTitle(): (verdict: Pick<DeclarePrefill, "category" | "severity">) => string {
  const [t, sentence] = [useTranslations("incidents.declare"), useVerdictText()];
  return (verdict) => (verdict.category === "unknown" ? t("unknownTitle") : sentence(verdict).replace(/[.。]$/, ""));
}
