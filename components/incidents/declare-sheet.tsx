"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { type DeclarePrefill, declarable, declaredSeverities } from "@/lib/incidents/shapes";
import { Button, type ButtonLook } from "../ui/button";
import { Choice } from "../ui/choice";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { Sheet } from "../ui/sheet";
import { showToast } from "../ui/show-toast";
import { TextArea } from "../ui/text-area";
import { TextInput } from "../ui/text-input";
import { Why } from "../ui/why";
import { DeclareRefusal } from "./declare-refusal";
import { Known } from "./known";
import { type Declared, useDeclaration } from "./use-declaration";

/** The way from trouble to an incident: a button, and a sheet that is filled already. Nothing typed is lost by a refusal. */
export function DeclareIncident({ prefill, variant }: { prefill: DeclarePrefill; variant?: ButtonLook["variant"] }) {
  const t = useTranslations("operations.names.incident.declare");
  const [shown, setShown] = useState<DeclarePrefill | null>(null);
  return (
    <>
      <Button variant={variant} onClick={() => setShown(prefill)}>
        {t("verb")}
      </Button>
      {/* What the checks say may change while somebody writes: the sheet keeps what it was opened with. */}
      {shown ? <DeclareSheet prefill={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
}

function DeclareSheet({ prefill, onClose }: { prefill: DeclarePrefill; onClose: () => void }) {
  const [t, verb] = [useTranslations("incidents.declare"), useTranslations("operations.names.incident.declare")];
  const router = useRouter();
  const form = useId();
  const declaration = useDeclaration(prefill, ({ href }: Declared) => {
    showToast({ words: verb("done") });
    onClose();
    if (href) router.push(href);
  });
  const { busy, refusal, declare } = declaration;
  return (
    <Sheet
      open
      onClose={onClose}
      title={verb("verb")}
      above={<code>incident.declare</code>}
      footer={
        <>
          <Why>{t("tells")}</Why>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {verb("verb")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="declaration"
        onSubmit={(event) => {
          event.preventDefault();
          declare(false);
        }}
      >
        <DeclareFields declaration={declaration} />
        {refusal ? <DeclareRefusal refusal={refusal} busy={busy} onAnother={() => declare(true)} /> : null}
      </form>
      <Known prefill={prefill} category={declaration.category} />
    </Sheet>
  );
}

function DeclareFields({ declaration }: { declaration: ReturnType<typeof useDeclaration> }) {
  const [t, named] = [useTranslations("incidents.declare"), useTranslations("triagePage.category")];
  const common = useTranslations("common");
  const { title, category, severity, note, missing, change } = declaration;
  return (
    <>
      <Field label={t("title")} error={missing ? t("titleMissing") : null}>
        {(control) => (
          <TextInput
            {...control}
            value={title}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => change({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("category")}>
        {(control) => (
          <SelectInput
            {...control}
            value={category}
            options={declarable.map((value) => ({ value, label: named(value) }))}
            onChange={(event) => change({ category: declarable.find((each) => each === event.target.value) })}
          />
        )}
      </Field>
      <Choice
        legend={t("severity")}
        value={severity}
        options={declaredSeverities.map((value) => ({ value, label: t(`severityOf.${value}`) }))}
        onChoose={(value) => change({ severity: value })}
      />
      <Field label={t("note")} beside={common("optional")} hint={t("noteHint")}>
        {(control) => (
          <TextArea
            {...control}
            value={note}
            rows={Math.min(8, Math.max(2, note.split("\n").length))}
            maxLength={2_000}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
