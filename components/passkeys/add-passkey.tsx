"use client";

import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState, useTransition } from "react";
import type { Refusal } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { passkeyName } from "@/lib/passkeys/shapes";
import { OperationSheet } from "../operation/operation-sheet";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Note } from "../ui/note";
import { TextInput } from "../ui/text-input";
import { type MadePasskey, makePasskey, type RegistrationTrouble } from "./make-passkey";
import { usePasskeysChanged } from "./use-passkeys-changed";

type Props = {
  /** Why no more can be added, known before anybody presses. */
  full: boolean;
};

/** A name, the device's own prompt, then the one sheet in which everything guarded is asked for, proved and run. */
export function AddPasskey({ full }: Props) {
  const t = useTranslations("passkeys.form");
  const [names, say] = [useTranslations("operations.names.passkey.add"), useTranslations("passkeys.trouble")];
  const changed = usePasskeysChanged();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<(MadePasskey & { name: string }) | null>(null);
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const [trouble, setTrouble] = useState<RegistrationTrouble | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const missing = !passkeyName.safeParse(name).success;
  const make = (): void =>
    start(async () => {
      const answer = await makePasskey();
      setTrouble("trouble" in answer ? answer.trouble : null);
      setRefusal("refusal" in answer ? answer.refusal : null);
      if (!("token" in answer)) return;
      setMade({ ...answer, name: name.trim() });
      setDone(false);
      setOpen(true);
    });
  const forget = (): void => {
    setMade(null);
    setName("");
    setTried(false);
  };
  const onDone = useCallback(() => {
    setDone(true);
    changed();
  }, [changed]);
  const input = useMemo(() => made ?? {}, [made]);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!missing) make();
        }}
      >
        <Field label={t("name")} hint={t("nameHint")} error={tried && missing ? t("nameMissing") : null}>
          {(control) => (
            <TextInput
              {...control}
              autoComplete="off"
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" gates="guarded" busy={busy} why={full ? t("full") : undefined}>
          {busy ? t("making") : t("make")}
        </Button>
      </form>
      {trouble ? (
        <Note kind="degraded" live="polite" lead={say(`${trouble}.lead`)}>
          {say(`${trouble}.words`)}
        </Note>
      ) : null}
      {refusal ? <RefusalNote refusal={refusal} /> : null}
      {made && !open && !done ? (
        <Note
          kind="degraded"
          lead={t("unfinished", { name: inert(made.name) })}
          actions={
            <>
              <Button onClick={() => setOpen(true)}>{t("goOn")}</Button>
              <Button variant="bare" onClick={forget}>
                {t("forget")}
              </Button>
            </>
          }
        >
          {t("unfinishedWords")}
        </Note>
      ) : null}
      {made ? (
        <OperationSheet
          key={made.token}
          operation="passkey.add"
          input={input}
          risk="guarded"
          verb={names("verb")}
          title={names("title", { subject: inert(made.name) })}
          open={open}
          onClose={() => {
            setOpen(false);
            if (done) forget();
          }}
          onDone={onDone}
        />
      ) : null}
    </>
  );
}
