"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Sheet } from "../ui/sheet";
import { showToast } from "../ui/show-toast";
import { TextArea } from "../ui/text-area";
import { Why } from "../ui/why";

type Props = { number: number; onResolved: () => void };

/** Ends an incident, with what ended it. */
export function ResolveIncident(props: Props) {
  const t = useTranslations("operations.names.incident.resolve");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("verb")}</Button>
      <ResolveSheet {...props} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function ResolveSheet({ number, onResolved, open, onClose }: Props & { open: boolean; onClose: () => void }) {
  const [t, names] = [useTranslations("incidents.resolve"), useTranslations("operations.names.incident.resolve")];
  const form = useId();
  const [summary, setSummary] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const resolve = async (): Promise<void> => {
    setTried(true);
    if (busy || summary.trim() === "") return;
    setBusy(true);
    const done = await perform({ operation: "incident.resolve", input: { number, summary } }).catch(unanswered);
    setBusy(false);
    setRefusal(done.ok ? null : done.refusal);
    if (!done.ok) return;
    showToast({ words: names("done") });
    onClose();
    onResolved();
  };
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={names("title", { subject: nameOfIncident(number) })}
      above={<code>incident.resolve</code>}
      footer={
        <>
          <Why>{t("tells")}</Why>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {names("verb")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="declaration"
        onSubmit={(event) => {
          event.preventDefault();
          void resolve();
        }}
      >
        <Field label={t("label")} hint={t("hint")} error={tried && summary.trim() === "" ? t("missing") : null}>
          {(control) => (
            <TextArea
              {...control}
              value={summary}
              maxLength={2_000}
              onChange={(event) => setSummary(event.target.value)}
            />
          )}
        </Field>
        {refusal ? <RefusalNote refusal={refusal} /> : null}
      </form>
    </Sheet>
  );
}
