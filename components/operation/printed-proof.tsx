"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { isPin } from "@/lib/bypass/rules/at-the-door";
import { readCode } from "@/lib/bypass/rules/recovery-code";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";

type PrintedProofProps = {
  /** Whether it is the first way, for want of a passkey. */
  primary: boolean;
  busy: boolean;
  onGive: (code: string, pin: string) => void;
};

/** The way by one more printed code with its PIN, for whoever came in without Clerk. What was sent does not stay in the fields. */
export function PrintedProof({ primary, busy, onGive }: PrintedProofProps) {
  const [t, who] = [useTranslations("operation.proof"), useTranslations("breakGlass.who")];
  const [code, setCode] = useState("");
  const [pin, setPin] = useState("");
  const [tried, setTried] = useState(false);
  const whole = readCode(code) !== null && isPin(pin);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(!whole);
        if (!whole) return;
        onGive(code, pin);
        setCode("");
        setPin("");
      }}
    >
      <div className="proof printed">
        <Field label={who("codeLabel")} hint={who("codeHint")} error={tried && !whole ? t("printedShort") : null}>
          {(control) => (
            <TextInput
              {...control}
              value={code}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <Field label={who("pin")}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              inputMode="numeric"
              autoComplete="current-password"
              value={pin}
              onChange={(event) => setPin(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant={primary ? "primary" : "default"} busy={busy}>
          {t("printedProve")}
        </Button>
      </div>
    </form>
  );
}
