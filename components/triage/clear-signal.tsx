"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextInput } from "../ui/text-input";

/** Focus would be lost with the button whose place the field takes. */
const focused = (field: HTMLInputElement | null): void => field?.focus();

/** Clears one signal, with a reason that others can read. It asks for the reason before it does anything. */
export function ClearSignal({ id, subject }: { id: string; subject: string }) {
  const t = useTranslations("signals");
  const done = useTranslations("operations.names.signal.clear");
  const [router, client] = [useRouter(), useQueryClient()];
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const isShort = reason.trim().length < 3;
  const clear = (): void => {
    setMissing(isShort);
    if (isShort) return;
    start(async () => {
      const cleared = await perform({ operation: "signal.clear", input: { id, reason } }).catch(unanswered);
      setRefusal(cleared.ok ? null : cleared.refusal);
      if (!cleared.ok) return;
      showToast({ words: done("done") });
      await client.invalidateQueries();
      router.refresh();
    });
  };
  if (!asking)
    return (
      <Button size="small" aria-label={t("clearThis", { subject })} onClick={() => setAsking(true)}>
        {t("clear")}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        clear();
      }}
    >
      <Field label={t("reason")} hint={t("reasonHint")} error={missing && isShort ? t("reasonMissing") : null}>
        {(control) => (
          <TextInput
            {...control}
            ref={focused}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
      <Button type="submit" size="small" busy={busy}>
        {t("clear")}
      </Button>{" "}
      <Button size="small" variant="bare" onClick={() => setAsking(false)}>
        {t("keep")}
      </Button>
    </form>
  );
}
