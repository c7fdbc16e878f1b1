"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { inert } from "@/lib/core/text";
import type { TriageView } from "@/lib/live/shapes";
import { type Category, categories, type Severity } from "@/lib/triage/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { instantText } from "../ui/instant";
import { Note } from "../ui/note";
import { SelectInput } from "../ui/select-input";
import { Sheet } from "../ui/sheet";
import { TextArea } from "../ui/text-area";
import { useAct } from "./use-act";
import { useVerdictText } from "./use-verdict-text";

/** A button by which a person confirms the verdict, or says another, with a reason. While one holds there is none. */
export function OverrideButton({ triage }: { triage: TriageView["triage"] }) {
  const t = useTranslations("triagePage.override");
  const [open, setOpen] = useState(false);
  if (triage.override !== null) return null;
  return (
    <>
      <Button size="small" variant="bare" onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open ? <OverrideSheet triage={triage} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const sayable = categories.filter((category) => category !== "unknown");
const grave: readonly Severity[] = ["sev1", "sev2", "sev3"];

function OverrideSheet({ triage, onClose }: { triage: TriageView["triage"]; onClose: () => void }) {
  const [t, names] = [useTranslations("triagePage"), useTranslations("operations.names.triage.override")];
  const id = useId();
  const { busy, refusal, act } = useAct("triage.override");
  const [category, setCategory] = useState<Category>(triage.category === "unknown" ? "healthy" : triage.category);
  const [severity, setSeverity] = useState<Severity>(triage.severity === "none" ? "sev3" : triage.severity);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const tooShort = reason.trim().length < 10;
  const send = (): void => {
    setAsked(true);
    const worst = category === "healthy" ? "none" : severity;
    if (!tooShort) act({ category, severity: worst, reason: reason.trim() }, onClose);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("override.title")}
      above={<code>triage.override</code>}
      footer={
        <Button variant="primary" type="submit" form={id} busy={busy}>
          {names("verb")}
        </Button>
      }
    >
      <form
        id={id}
        className="override-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p className="soft">{t("override.words")}</p>
        <Field label={t("override.category")}>
          {(control) => (
            <SelectInput
              {...control}
              value={category}
              options={sayable.map((value) => ({ value, label: t(`category.${value}`) }))}
              onChange={({ target }) => setCategory(target.value as Category)}
            />
          )}
        </Field>
        {category === "healthy" ? null : (
          <Field label={t("override.severity")} hint={t("override.severityHint")}>
            {(control) => (
              <SelectInput
                {...control}
                value={severity}
                options={grave.map((value) => ({ value, label: value }))}
                onChange={({ target }) => setSeverity(target.value as Severity)}
              />
            )}
          </Field>
        )}
        <Field
          label={t("override.reason")}
          hint={t("override.reasonHint")}
          error={asked && tooShort ? t("override.reasonShort") : undefined}
        >
          {(control) => (
            <TextArea {...control} value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
          )}
        </Field>
        {refusal === null ? null : <RefusalNote refusal={refusal} />}
      </form>
    </Sheet>
  );
}

/** A person's verdict with who and why, and beside it what the probes say meanwhile. */
export function HeldOverride({ view: { triage, now } }: { view: TriageView }) {
  const [t, names] = [
    useTranslations("triagePage.override"),
    useTranslations("operations.names.triage.clear-override"),
  ];
  const [sentence, locale] = [useVerdictText(), useLocale()];
  const { busy, refusal, act } = useAct("triage.clear-override");
  const { override } = triage;
  if (override === null) return null;
  const time = (at: string): string => instantText(at, now, "UTC", locale);
  const facts = { by: inert(override.by), at: time(override.at), until: time(override.until) };
  return (
    <div className="held-override">
      <Note
        lead={t("held", facts)}
        actions={
          <Button size="small" busy={busy} onClick={() => act({})}>
            {names("verb")}
          </Button>
        }
      >
        <span className="inert">{t("because", { reason: inert(override.reason) })}</span>{" "}
        {t("measured", { verdict: sentence(override.measured), severity: override.measured.severity })}{" "}
        {refusal === null ? null : <RefusalNote refusal={refusal} />}
      </Note>
    </div>
  );
}
