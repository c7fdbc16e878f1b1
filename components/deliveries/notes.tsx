"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import type { DeliveryNote } from "@/lib/deliveries/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextArea } from "../ui/text-area";
import { Time } from "../ui/time";

/** What people left for the next person, and a place to leave more. */
export function Notes({ id, notes, now }: { id: string; notes: readonly DeliveryNote[]; now: string }) {
  const t = useTranslations("deliveries.notes");
  const done = useTranslations("operations.names.delivery.annotate");
  const router = useRouter();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const add = (): void => {
    setMissing(text.trim() === "");
    if (text.trim() === "") return;
    start(async () => {
      const added = await perform({ operation: "delivery.annotate", input: { id, text } }).catch(unanswered);
      setRefusal(added.ok ? null : added.refusal);
      if (!added.ok) return;
      setText("");
      showToast({ words: done("done") });
      router.refresh();
    });
  };
  return (
    <>
      {notes.map((note) => (
        <article key={note.id} className="delivery-note">
          <p className="inert">{inert(note.text)}</p>
          <p className="small quiet">
            {note.author} · <Time at={note.writtenAt} now={now} shape="list" />
          </p>
        </article>
      ))}
      {notes.length === 0 ? <p className="quiet">{t("empty")}</p> : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field label={t("label")} hint={t("hint")} error={missing && text.trim() === "" ? t("missing") : null}>
          {(control) => (
            <TextArea {...control} value={text} maxLength={2_000} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        {refusal ? <RefusalNote refusal={refusal} /> : null}
        <Button type="submit" busy={busy}>
          {t("add")}
        </Button>
      </form>
    </>
  );
}
