"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useId, useState } from "react";
import type { ConfidedValue } from "@/lib/deploys/shapes";
import { commitToValue, fingerprintHere } from "../deploys/commit-to-value";
import { useHold } from "../keys/held-live";
import { type GuardedRisk, OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";

type Props = { fingerprint: string; why: string | undefined };

/** A key that was made in Clerk's dashboard, and the sheet in which it is asked for. */
export function PasteForm({ fingerprint, why }: Props) {
  const t = useTranslations("clerkKeys.page.paste");
  return (
    <SecretForm
      operation="clerk-key.adopt"
      risk="grave"
      fingerprint={fingerprint}
      why={why}
      words={{ title: t("title"), words: t("words"), label: t("label"), hint: t("hint"), bad: t("bad") }}
      judge={(given, made) => given.startsWith("sk_") && made !== fingerprint}
      input={(made, commitment) => ({ fingerprint, newFingerprint: made, commitment })}
    />
  );
}

/** The old key, where this console holds another one by now. */
export function OldKeyForm({ fingerprint, why }: Props) {
  const t = useTranslations("clerkKeys.page.oldKey");
  return (
    <SecretForm
      operation="clerk-key.close"
      risk="guarded"
      fingerprint={fingerprint}
      why={why}
      words={{ title: t("title"), words: t("words"), label: t("label"), bad: t("bad") }}
      judge={(_given, made) => made === fingerprint}
      input={(_made, commitment) => ({ fingerprint, commitment })}
    />
  );
}

type SecretFormProps = Props & {
  operation: "clerk-key.adopt" | "clerk-key.close";
  risk: GuardedRisk;
  words: { title: string; words: string; label: string; hint?: string; bad: string };
  /** Whether what was given may be asked with. */
  judge: (given: string, made: string) => boolean;
  input: (made: string, commitment: string) => Record<string, string>;
};

/** The secret leaves this page with the confirmation alone, and is forgotten when the sheet closes. */
function SecretForm({ operation, risk, fingerprint, why, words, judge, input }: SecretFormProps) {
  const t = useTranslations("clerkKeys.page.paste");
  const names = useTranslations(`operations.names.${operation}`);
  const [title, router, hold] = [useId(), useRouter(), useHold()];
  const [value, setValue] = useState("");
  const [bad, setBad] = useState(false);
  const [made, setMade] = useState<{ input: Record<string, string>; confided: ConfidedValue } | null>(null);
  const onDone = useCallback(() => undefined, []);
  const make = async (): Promise<void> => {
    const own = await fingerprintHere(value);
    setBad(!judge(value, own));
    if (!judge(value, own)) return;
    const { commitment, confided } = await commitToValue(value);
    hold(true);
    setMade({ input: input(own, commitment), confided });
  };
  const close = (): void => {
    setMade(null);
    setValue("");
    hold(false);
    router.refresh();
  };
  return (
    <>
      <form
        className="setting env-key"
        aria-labelledby={title}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <h3 id={title}>{words.title}</h3>
        <p className="soft">{words.words}</p>
        <Field label={words.label} hint={words.hint} error={bad ? words.bad : null}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              value={value}
              maxLength={300}
              autoComplete="new-password"
              onChange={(event) => setValue(event.target.value.trim())}
            />
          )}
        </Field>
        <Button type="submit" gates={risk} why={why}>
          {t("make")}
        </Button>
      </form>
      {made === null ? null : (
        <OperationSheet
          operation={operation}
          input={made.input}
          confided={made.confided}
          risk={risk}
          verb={names("verb")}
          title={names("title", { subject: fingerprint })}
          open
          onClose={close}
          onDone={onDone}
        />
      )}
    </>
  );
}
