"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextArea } from "../ui/text-area";

type ReasonGateProps = {
  busy: boolean;
  field?: RefObject<HTMLTextAreaElement | null>;
  /** What is asked, where it is not why the reader wants the act. */
  words?: { label: string; hint: string; go: string };
  onGive: (reason: string) => void;
};

/** Why, in the person's own words, before anything is stored. */
export function ReasonGate({ busy, field, words, onGive }: ReasonGateProps) {
  const t = useTranslations("operation.reason");
  const { label, hint, go } = words ?? { label: t("label"), hint: t("hint"), go: t("go") };
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const fault = reason.trim() === "" ? t("missing") : reason.trim().length > 500 ? t("tooLong") : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!fault) onGive(reason.trim());
      }}
    >
      <Field label={label} hint={hint} error={tried ? fault : null}>
        {(control) => (
          <TextArea {...control} ref={field} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        {go}
      </Button>
    </form>
  );
}
