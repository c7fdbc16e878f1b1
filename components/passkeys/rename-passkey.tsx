"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { passkeyName } from "@/lib/passkeys/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextInput } from "../ui/text-input";
import { usePasskeysChanged } from "./use-passkeys-changed";

/** Another name for a passkey, typed where it stands. */
export function RenamePasskey({ id, name: before, onEnd }: { id: string; name: string; onEnd: () => void }) {
  const t = useTranslations("passkeys.form");
  const [names, common] = [useTranslations("operations.names.passkey.rename"), useTranslations("common")];
  const changed = usePasskeysChanged();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(before);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const missing = !passkeyName.safeParse(name).success;
  useEffect(() => field.current?.select(), []);
  const save = (): void =>
    start(async () => {
      const done = await perform({ operation: "passkey.rename", input: { id, name } }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      if (!done.ok) return;
      showToast({ words: names("done") });
      changed();
      onEnd();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) save();
      }}
    >
      <Field label={t("newName")} error={tried && missing ? t("nameMissing") : null}>
        {(control) => (
          <TextInput
            {...control}
            ref={field}
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <span className="row-acts">
        <Button type="submit" variant="primary" busy={busy}>
          {t("saveName")}
        </Button>
        <Button variant="bare" onClick={onEnd}>
          {common("close")}
        </Button>
      </span>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
    </form>
  );
}
