"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { type DeliverySearch, viewName } from "@/lib/deliveries/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextInput } from "../ui/text-input";

/** A name for the present search, and whether others see it. */
export function ViewForm({ search, onSaved }: { search: DeliverySearch; onSaved: () => void }) {
  const t = useTranslations("deliveries.views");
  const router = useRouter();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const missing = !viewName.safeParse(name).success;
  const save = (): void =>
    start(async () => {
      const done = await perform({ operation: "delivery-view.save", input: { name, search, shared } }).catch(
        unanswered,
      );
      setRefusal(done.ok ? null : done.refusal);
      if (!done.ok) return;
      showToast({ words: t("saved", { name: inert(name.trim()) }) });
      router.refresh();
      onSaved();
    });
  return (
    <form
      className="view-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) save();
      }}
    >
      <Field label={t("name")} hint={t("nameHint")} error={tried && missing ? t("missing") : null}>
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <label className="pick">
        <input type="checkbox" checked={shared} onChange={() => setShared(!shared)} /> {t("shared")}
      </label>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
      <Button type="submit" busy={busy}>
        {t("keep")}
      </Button>
    </form>
  );
}
