"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { Digits } from "../ui/digits";
import { Field } from "../ui/field";
import type { CodeTrouble } from "./use-proofs";

type CodeProofProps = {
  /** Whether it is the first way, for want of a passkey. */
  primary: boolean;
  asking: boolean;
  busy: boolean;
  trouble: CodeTrouble | null;
  onAsk: (digits: string) => void;
};

/** The way by the code from the authenticator app, which Clerk checks. */
export function CodeProof({ primary, asking, busy, trouble, onAsk }: CodeProofProps) {
  const t = useTranslations("operation.proof");
  const { view } = useShell();
  const [digits, setDigits] = useState("");
  const [tried, setTried] = useState(false);
  const short = tried && digits.length < 6 && digits !== "" ? t("codeShort") : null;
  const fault = trouble !== null && digits === "" ? t(trouble === "wrong_code" ? "codeWrong" : "unavailable") : short;
  const unavailable = view.clerkAnswers ? null : t("unavailable");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (digits.length < 6) return;
        onAsk(digits);
        setDigits("");
      }}
    >
      <div className="proof">
        <Field label={t("codeLabel")} hint={t("codeHint")} error={fault}>
          {(control) => <Digits {...control} value={digits} onChange={setDigits} />}
        </Field>
        <Button type="submit" variant={primary ? "primary" : "default"} busy={busy || asking} why={unavailable}>
          {asking ? t("proving") : t("prove")}
        </Button>
      </div>
    </form>
  );
}
