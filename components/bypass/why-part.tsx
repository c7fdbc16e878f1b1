"use client";

import { useTranslations } from "next-intl";
import { reasonFault, type Typed } from "@/lib/bypass/rules/at-the-door";
import { Field } from "../ui/field";
import { Section } from "../ui/section";
import { TextArea } from "../ui/text-area";
import { TextInput } from "../ui/text-input";

/** Why somebody comes in, in words that everybody will read. */
export function WhyPart({ typed, left }: { typed: Typed; left: ReadonlySet<string> }) {
  const [t, common] = [useTranslations("breakGlass.why"), useTranslations("common")];
  const fault = reasonFault(typed.reason);
  const said = { short: t("reasonShort"), long: t("reasonLong") };
  return (
    <Section title={t("title")}>
      <Field
        label={t("reason")}
        hint={t("reasonHint")}
        error={fault !== null && left.has("reason") && typed.reason !== "" ? said[fault] : null}
      >
        {(control) => <TextArea {...control} name="reason" rows={3} />}
      </Field>
      <Field label={t("incident")} beside={common("optional")} hint={t("incidentHint")}>
        {(control) => <TextInput {...control} name="incident" maxLength={40} autoComplete="off" spellCheck={false} />}
      </Field>
    </Section>
  );
}
