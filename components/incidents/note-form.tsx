"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextArea } from "../ui/text-area";

/** A place for what somebody just saw or did. What was typed stays until it is kept. */
export function NoteForm({ number, onAdded }: { number: number; onAdded: () => void }) {
  const t = useTranslations("incidents.note");
  const done = useTranslations("operations.names.incident.annotate");
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    setMissing(text.trim() === "");
    if (busy || text.trim() === "") return;
    setBusy(true);
    const added = await perform({ operation: "incident.annotate", input: { number, text } }).catch(unanswered);
    setBusy(false);
    setRefusal(added.ok ? null : added.refusal);
    if (!added.ok) return;
    setText("");
    showToast({ words: done("done") });
    onAdded();
  };
  return (
    <form
      className="add-note"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field label={t("label")} hint={t("hint")} error={missing && text.trim() === "" ? t("missing") : null}>
        {(control) => (
          <TextArea {...control} value={text} maxLength={2_000} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
      <Button type="submit" busy={busy}>
        {done("verb")}
      </Button>
    </form>
  );
}
