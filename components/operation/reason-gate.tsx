"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { inert } from "@/lib/core/text";
import type { OperationCard } from "@/lib/operations/perform/preview";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextArea } from "../ui/text-area";

type ReasonGateProps = {
  busy: boolean;
  field?: RefObject<HTMLTextAreaElement | null>;
  /** What is asked, where it is not why the reader wants the act. */
  words?: { label: string; hint: string; go: string };
  /** What the act may belong to; nothing is asked while no incident is open. */
  incidents?: OperationCard["incidents"];
  onGive: (reason: string, incident: string | null) => void;
};

/** Why, in the person's own words, and for which incident, before anything is stored. */
export function ReasonGate({ busy, field, words, incidents, onGive }: ReasonGateProps) {
  const t = useTranslations("operation.reason");
  const { label, hint, go } = words ?? { label: t("label"), hint: t("hint"), go: t("go") };
  const [reason, setReason] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const open = incidents?.open ?? [];
  const incident = chosen ?? incidents?.likely ?? "";
  const fault = reason.trim() === "" ? t("missing") : reason.trim().length > 500 ? t("tooLong") : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!fault) onGive(reason.trim(), incident === "" ? null : incident);
      }}
    >
      <Field label={label} hint={hint} error={tried ? fault : null}>
        {(control) => (
          <TextArea {...control} ref={field} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {open.length === 0 ? null : (
        <Field label={t("incident")} hint={t("incidentHint")}>
          {(control) => (
            <SelectInput
              {...control}
              value={incident}
              onChange={(event) => setChosen(event.target.value)}
              options={[
                { value: "", label: t("noIncident") },
                ...open.map(({ name, title }) => ({ value: name, label: `${name}: ${inert(title)}` })),
              ]}
            />
          )}
        </Field>
      )}
      <Button type="submit" variant="primary" busy={busy}>
        {go}
      </Button>
    </form>
  );
}
