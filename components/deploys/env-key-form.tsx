"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useId, useState } from "react";
import { envKeyName } from "@/lib/deploys/shapes";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { useValueCommitment } from "./use-value-commitment";

/** One variable, and the sheet in which it is asked for. The value leaves this page with the confirmation alone. */
export function EnvKeyForm({ app, why }: { app: string; why?: string }) {
  const [t, names] = [useTranslations("deploys.envKey"), useTranslations("operations.names.env-key.set")];
  const router = useRouter();
  const title = useId();
  const { made, commit, forget } = useValueCommitment();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const keyBad = !envKeyName.safeParse(key).success;
  const onDone = useCallback(() => undefined, []);
  const close = (): void => {
    forget();
    setValue("");
    setTried(false);
    router.refresh();
  };
  return (
    <>
      <form
        className="setting env-key"
        aria-labelledby={title}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!keyBad && value !== "") void commit(app, key, value);
        }}
      >
        <h3 id={title}>{t("title")}</h3>
        <Field label={t("key")} hint={t("keyHint")} error={tried && keyBad ? t("keyBad") : null}>
          {(control) => (
            <TextInput
              {...control}
              value={key}
              maxLength={64}
              autoComplete="off"
              onChange={(event) => setKey(event.target.value.trim())}
            />
          )}
        </Field>
        <Field label={t("value")} hint={t("valueHint")} error={tried && value === "" ? t("valueBad") : null}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              value={value}
              maxLength={10_000}
              autoComplete="new-password"
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" gates="grave" why={why}>
          {t("make")}
        </Button>
      </form>
      {made === null ? null : (
        <OperationSheet
          operation="env-key.set"
          input={made.input}
          confided={made.confided}
          risk="grave"
          verb={names("verb")}
          title={names("title", { subject: made.input.key })}
          open
          onClose={close}
          onDone={onDone}
        />
      )}
    </>
  );
}
