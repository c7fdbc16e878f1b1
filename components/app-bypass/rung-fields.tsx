"use client";

import { useTranslations } from "next-intl";
import type { Rung } from "@/lib/app-bypass/shapes";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextArea } from "../ui/text-area";
import { TextInput } from "../ui/text-input";

/** What a rung needs to know, as it is typed. */
export type Limits = { sessionMinutes: number; routes: string; people: string; phrase: string };

const sessionChoices = [15, 30, 60, 120, 240];

type Props = {
  rung: Rung;
  limits: Limits;
  /** What is to be typed before everybody gets in. */
  phrase: string;
  wrong: boolean;
  onChange: (part: Partial<Limits>) => void;
};

/** How far a rung goes: minutes, paths, people, or a phrase that nobody types by mistake. */
export function RungFields({ rung, limits, phrase, wrong, onChange }: Props) {
  const t = useTranslations("appBypass.form");
  if (rung === "recent")
    return (
      <Field label={t("sessionMinutes")}>
        {(control) => (
          <SelectInput
            {...control}
            options={sessionChoices.map((count) => ({ value: String(count), label: t("minuteCount", { count }) }))}
            value={String(limits.sessionMinutes)}
            onChange={(event) => onChange({ sessionMinutes: Number(event.target.value) })}
          />
        )}
      </Field>
    );
  if (rung === "read-only" || rung === "named") {
    const name = rung === "named" ? "people" : "routes";
    return (
      <Field label={t(name)} hint={t(`${name}Hint`)} error={wrong ? t(`${name}Bad`) : null}>
        {(control) => (
          <TextArea
            {...control}
            rows={4}
            spellCheck={false}
            value={limits[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
        )}
      </Field>
    );
  }
  return rung === "everyone" ? (
    <Field label={t("phrase", { phrase })} hint={t("phraseHint")} error={wrong ? t("phraseBad") : null}>
      {(control) => (
        <TextInput
          {...control}
          autoComplete="off"
          spellCheck={false}
          value={limits.phrase}
          onChange={(event) => onChange({ phrase: event.target.value })}
        />
      )}
    </Field>
  ) : null;
}
